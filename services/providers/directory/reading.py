"""Reads entries' pages, on a second processor where pages come faster than one can read them.

A site that is visited at a polite pace gives one page a second, which costs nothing. Only where no pace is set, and
after some hundreds of pages, is a process started to read beside this one; it ends with the walk. This one reads too
while the other begins, and whenever the other has enough to do.
"""

import os
from dataclasses import dataclass, field
from hashlib import blake2b

from services.core.addresses import is_host_name
from services.core.companion import Companion, CompanionError
from services.core.log import get_logger
from services.providers.directory.companies import company_site
from services.providers.directory.records import Record
from services.providers.website.client import allows_reserved
from services.web import WebPage, needs_browser
from services.web.extract import Document, PageFacts, read_document

MANY = 400  # pages of one walk
MOST_WAITING = 20  # pages for the second process: the next is read here
log = get_logger(__name__)


@dataclass(frozen=True)
class Detail:
    """An entry's page as it was read. `mark` is equal for pages that say the same.

    Where another process read it, `document` is None and `entry` is what the listing itself says in that entry.
    """

    url: str
    facts: PageFacts
    site_url: str
    mark: str
    is_shell: bool
    document: Document | None = field(default=None, repr=False)
    entry: PageFacts | None = None


def read_entry_page(text: str, url: str, region: str, with_company: bool) -> Detail:
    """What a page says about the business that an entry of a listing led to."""
    document = Document(text, url)
    facts = read_document(document, region, allow_reserved=allows_reserved(url), with_company=with_company)
    shown = document.text
    mark = blake2b(shown.encode("utf-8", "replace"), digest_size=16).hexdigest()
    return Detail(url, facts, company_site(document), mark, needs_browser(text, shown), document)


def read_entry(part: Document, region: str) -> PageFacts:
    """What the listing itself says in one entry."""
    return read_document(part, region, allow_reserved=allows_reserved(part.url), with_company=False)


def _read_elsewhere(text: str, url: str, region: str, with_company: bool, part: tuple[str, str, str]) -> Detail:
    """`read_entry_page` without what is not worth sending back, and the entry as well."""
    made = read_entry_page(text, url, region, with_company)
    entry = read_entry(Document.again(*part), region)
    return Detail(made.url, made.facts, made.site_url, made.mark, made.is_shell, entry=entry)


class Reader:
    """One walk's reader; `close` ends the process that it may have started."""

    def __init__(self, region: str, many: int = MANY) -> None:
        self._region, self._many = region, many
        self._read = 0
        self._beside: Companion | None = None
        self._is_alone = (os.cpu_count() or 1) < 2

    async def detail(self, page: WebPage, record: Record, *, here: bool) -> Detail:
        """Read an entry's page, with `here` in this process; who the company is, only where the entry names nobody."""
        self._read += 1
        is_named = bool(record.name) and not is_host_name(record.name)
        asked = (page.text, page.url, self._region, not is_named)
        if not here and (beside := self._companion()):
            try:
                part = (record.part.html, record.part.url, record.part.base)
                return await beside.do(_read_elsewhere, *asked, part)
            except CompanionError as error:
                self._go_on_alone(error)
        return read_entry_page(*asked)

    def _companion(self) -> Companion | None:
        """The second process where it is worth having and has time; this one reads until the other has begun."""
        if self._is_alone or self._read <= self._many:
            return None
        if self._beside is None:
            try:
                self._beside = Companion(__name__)
            except OSError as error:
                self._go_on_alone(error)
                return None
        if self._beside.has_ended:
            self._go_on_alone(CompanionError())
            return None
        return self._beside if self._beside.is_ready and self._beside.waiting < MOST_WAITING else None

    def _go_on_alone(self, error: Exception) -> None:
        """No second process is to be had, or it was ended from outside."""
        log.warning("reading_alone", reason=type(error).__name__)
        self._is_alone = True
        self.close()

    def close(self) -> None:
        if self._beside is not None:
            self._beside.close()
            self._beside = None
