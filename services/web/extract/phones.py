"""Phone and fax numbers of a page, told apart by the words beside them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from services.core.addresses import normalise_phone, phone_matches
from services.web.extract.document import Document
from services.web.extract.facts import Reading
from services.web.extract.structured import Structured

_FAX = re.compile(
    r"(?i)\b(?:tele|e-?)?fax(?:es|\s?(?:no|number|nr|line))?\b|\bfacsimile\b|\bfx\b|(?:^|[\s|,;(\t])f[\s:.]*$|факс"
)
_PHONE = re.compile(
    r"(?i)\b(?:tele)?(?:phones?|fono|fon)\b|\btel(?:ephone|éfono|efono|efon|\.)?\b|\bph\b|\bcall\b|\bmob(?:ile)?\b|\bcell\b"
    r"|\bhotline\b|\boffice\b|\bdirect\b|\bwhats\s?app\b|\btoll[ -]?free\b|\bhelpline\b|\bcontact\s?(?:no|number)\b"
    r"|(?:^|[\s|,;(\t])[tpmo][\s:.]*$|телефон|फ़?ोन"
)
_FAX_AFTER = re.compile(r"(?i)^\s{0,2}[(\[-]?\s?(?:fax|f|facsimile)\b\s?[)\]]?(?!\s*[:.]?\s*[+(]?\d)")
_LABELLED = re.compile(
    r"(?i)(?:\b(?:tele)?(?:phone|fax)|\btel(?:efono|éfono|efon)?|\bph|\bmob(?:ile)?|\bcell|\bfacsimile|\btoll[ -]?free"
    r"|\bfone)"
    r"(?:\s(?:no|number|nr))?\.?\s{0,2}[:.#-]?\s{0,3}(\(?\+?\(?\d[\dx()\s./-]{5,22}\d)(?!\d)"
)
_VANITY = re.compile(
    r"(?<![\w-])(?:1[-. ])?8(?:00|33|44|55|66|77|88)[-. ](?=[\dA-Z-]*[A-Z]{3})[\dA-Z]{1,8}(?:-[\dA-Z]{1,8}){0,3}\b"
)
_GLUED = re.compile(r"\d[\d().\s-]{7,16}\d(?=[A-Za-z]{3})|[A-Za-z]{3}(?=\(?\d{3}[).\s-]{1,2}\s?\d{3}[.\s-]\d{4})")
_WHATSAPP = re.compile(r"wa\.me/|whatsapp\S*[?&]phone=")
_REACH = 40
_LONGEST_REMEMBERED = 300
_DIGIT = re.compile(r"\d")
_KEYPAD = dict(zip("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "22233344455566677778889999", strict=True))


@dataclass(frozen=True)
class _Seen:
    number: str
    is_fax: bool
    method: str


def read_phones(document: Document, structured: Structured, region: str) -> tuple[list[Reading], list[Reading]]:
    """(phones, faxes), distinct; a number seen under both labels is a phone."""
    seen = [*_linked(document, region), *_marked_up(structured, region), *_written(document, region)]
    phones: dict[str, str] = {}
    faxes: dict[str, str] = {}
    for one in seen:
        (faxes if one.is_fax else phones).setdefault(one.number, one.method)
    return (
        [Reading(*entry) for entry in phones.items()],
        [Reading(*entry) for entry in faxes.items() if entry[0] not in phones],
    )


def _linked(document: Document, region: str) -> Iterator[_Seen]:
    for link in document.links:
        href = link.href.lower()
        if href.startswith(("tel:", "callto:", "fax:", "sms:")):
            if number := normalise_phone(link.href.partition(":")[2].replace("%20", " "), region):
                yield _Seen(number, href.startswith("fax:"), "tel link")
        elif _WHATSAPP.search(href) and (number := normalise_phone(link.href, region)):
            yield _Seen(number, False, "whatsapp link")


def _marked_up(structured: Structured, region: str) -> Iterator[_Seen]:
    for found, is_fax in ((structured.phones, False), (structured.faxes, True)):
        for reading in found:
            if number := normalise_phone(reading.value, region) or _digits_enough(reading.value):
                yield _Seen(number, is_fax, reading.method)


def _written(document: Document, region: str) -> Iterator[_Seen]:
    before, columns = "", []
    for raw in document.lines:
        line = _unglued(raw) if len(raw) <= _LONGEST_REMEMBERED else _apart(raw)
        if "\t" in line and not any(letter.isdigit() for letter in line) and _FAX.search(line):
            columns = line.split("\t")
        yield from _in_line(line, before, columns, region)
        before = line


@lru_cache(maxsize=4096)
def _unglued(line: str) -> str:
    return _apart(line)


def _apart(line: str) -> str:
    """With a space between a number and the words that are set beside it without one."""
    return _GLUED.sub(r"\g<0> ", line) if _DIGIT.search(line) else line


def _in_line(line: str, before: str, columns: list[str], region: str) -> Iterator[_Seen]:
    if not _DIGIT.search(line):
        return
    taken = _numbers(line, region) if len(line) > _LONGEST_REMEMBERED else _remembered(line, region)
    end_before = 0
    for start, end, number in taken:
        words = [line[max(end_before, start - _REACH) : start], _row_label(taken, start, line)]
        if len(columns) == line.count("\t") + 1:
            words.append(columns[line.count("\t", 0, start)])
        if not line[:start].strip(" \t:.-") and len(before) <= _REACH:
            words.append(before)
        yield _Seen(number, _is_fax(words, line[end:]), "text")
        end_before = end


@lru_cache(maxsize=4096)
def _remembered(line: str, region: str) -> list[tuple[int, int, str]]:
    """The lines of a site's frame are the same on each of its pages."""
    return _numbers(line, region)


def _numbers(line: str, region: str) -> list[tuple[int, int, str]]:
    """(start, end, number) in order: valid ones, then labelled and lettered ones that lie elsewhere."""
    taken = [(match.start, match.end, match.e164) for match in phone_matches(line, region)]
    for hit in (*_LABELLED.finditer(line), *_VANITY.finditer(line)):
        start, end = hit.span(hit.lastindex or 0)
        if not any(start < other_end and other_start < end for other_start, other_end, _ in taken):
            number = line[start:end]
            if value := normalise_phone(_dialled(number), region) or _digits_enough(number):
                taken.append((start, end, value))
    return sorted(taken)


def _row_label(taken: list[tuple[int, int, str]], start: int, line: str) -> str:
    """The words before the first number of a row "Fax: 111, 222", when only a comma stands between."""
    words = ""
    end_before = 0
    for other_start, other_end, _ in taken:
        between = line[end_before:other_start]
        if not re.fullmatch(r"[\s,/;&|]*(?:or|and)?\s*", between) or not words:
            words = between[-_REACH:]
        if other_start == start:
            return words
        end_before = other_end
    return words


def _is_fax(words: list[str], after: str) -> bool:
    """The nearest words decide: those before it, its row's, its column's, the line above, those behind it."""
    for text in words:
        if (verdict := _nearest(text)) is not None:
            return verdict
    return bool(_FAX_AFTER.match(after))


@lru_cache(maxsize=4096)
def _nearest(words: str) -> bool | None:
    """True when a fax word stands last, False when a phone word does; "Tel/Fax" is a phone."""
    faxes, phones = list(_FAX.finditer(words)), list(_PHONE.finditer(words))
    if not faxes and not phones:
        return None
    if not faxes:
        return False
    if not phones:
        return True
    together = re.fullmatch(r"\s*\.?\s*(?:[/&+-]|and|or)\s*", words[phones[-1].end() : faxes[-1].start()])
    return False if together else faxes[-1].start() > phones[-1].start()


def _dialled(number: str) -> str:
    return "".join(_KEYPAD.get(letter, letter) for letter in number)


def _digits_enough(raw: str) -> str:
    """A labelled number that no plan knows is kept as written when it has 8 to 14 digits."""
    digits = re.sub(r"\D", "", raw)
    return raw.strip() if 8 <= len(digits) <= 14 and len(set(digits)) > 2 else ""
