"""One e-mail address: valid, not a file name or a form's filler, written in one way."""

import re

from email_validator import EmailNotValidError, validate_email

from services.core.fillers import is_filler

RESERVED_TLD = "example"
# Endings of file names that the root zone does not hold: "logo@2x.png" is a picture.
_FILE_ENDINGS_NAMES = """
png jpg jpeg gif svg webp avif bmp ico tif tiff css scss less js mjs jsx ts tsx json map html htm xhtml php asp
aspx jsp woff woff2 ttf otf eot pdf doc docx xls xlsx ppt pptx csv txt xml mp3 mp4 webm ogg wav avi gz tar rar exe
dll apk dmg bak tmp git
"""
_FILE_ENDINGS = frozenset(_FILE_ENDINGS_NAMES.split())
# What nearly every address looks like: valid by any grammar, so that the whole one need not be asked.
_ORDINARY = re.compile(
    r"[A-Za-z0-9](?:[A-Za-z0-9_-]{0,30}(?:[.+][A-Za-z0-9_-]{1,30})?)?"
    r"@(?:[A-Za-z0-9](?:[A-Za-z0-9]|-(?!-)){0,60}(?<!-)\.){1,4}(?!test$|local$|onion$|arpa$|invalid$|localhost$)[A-Za-z]{2,12}"
)
# Mail programs show names with points and commas unquoted; the grammar would not have them.
_NAMED = re.compile(r"[^\W\d_][^<>@\"]{0,100}<([^<>@\s]+@[^<>@\s]+)>")
_LONGEST = 400
_AUTOMATED_LOCAL = re.compile(
    r"(?i)^(?:no-?_?\.?reply|do-?_?\.?not-?_?\.?reply|mailer-daemon|postmaster|bounces?|(?=[a-f]*\d)(?=\d*[a-f])[0-9a-f]{24,40}|[0-9a-f-]{36})$"
)
_AUTOMATED_DOMAIN = re.compile(r"(?:^|\.)(?:sentry\.io|wixpress\.com|sentry-cdn\.com|ingest\.[\w.]+)$")


def normalise_email(raw: str | None, *, allow_reserved: bool = False) -> str | None:
    """The address in lower case, or None; "Ravi <ravi@firm.in>" gives the address inside.

    `allow_reserved` also takes names below RFC 2606's `.example`, which the sandbox's people have.
    """
    address = parse_email(raw, allow_reserved=allow_reserved)
    return None if address is None or is_filler(address) else address


def parse_email(raw: str | None, *, allow_reserved: bool = False) -> str | None:
    """Like `normalise_email`, but takes placeholders too: only syntax and domain are looked at."""
    text = (raw or "").strip(" \t")
    if not text or len(text) > _LONGEST:
        return None
    address = text.lower() if _ORDINARY.fullmatch(text) else _validated(text)
    if not address:
        return None
    ending = address.rpartition(".")[2]
    return None if ending in _FILE_ENDINGS or (ending == RESERVED_TLD and not allow_reserved) else address


def _validated(text: str) -> str:
    """By the whole grammar, for what is not plain; "" when it is no address."""
    if named := _NAMED.fullmatch(text):
        text = named[1]
    try:
        found = validate_email(text, check_deliverability=False, allow_display_name=True, strict=True)
    except EmailNotValidError:
        return ""
    return found.normalized.lower()


def is_automated(address: str) -> bool:
    """Whether only machines are behind it: no-reply addresses and error collectors."""
    local, _, domain = address.lower().rpartition("@")
    return bool(_AUTOMATED_LOCAL.match(local) or _AUTOMATED_DOMAIN.search(domain))
