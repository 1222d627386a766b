"""One e-mail address: valid, not a file name or a form's filler, written in one way."""

import re

from email_validator import EmailNotValidError, validate_email

RESERVED_TLD = "example"
# Endings of file names that the root zone does not hold: "logo@2x.png" is a picture.
_FILE_ENDINGS_NAMES = """
png jpg jpeg gif svg webp avif bmp ico tif tiff css scss less js mjs jsx ts tsx json map html htm xhtml php asp
aspx jsp woff woff2 ttf otf eot pdf doc docx xls xlsx ppt pptx csv txt xml mp3 mp4 webm ogg wav avi gz tar rar exe
dll apk dmg bak tmp git
"""
_FILE_ENDINGS = frozenset(_FILE_ENDINGS_NAMES.split())
_FILLER_LOCALS_NAMES = """
you your yourname your.name your-name your_name youremail your.email your-email your_email yourmail yourid name
firstname lastname first.last firstname.lastname fname.lname email e-mail mail emailaddress email.address
email-address user username user.name someone somebody example sample johndoe john.doe jane.doe janedoe john jane
doe test xxx xyz abc foo me info contact address myname myemail my.name my.email
"""
_FILLER_LOCALS = frozenset(_FILLER_LOCALS_NAMES.split())
_FILLER_DOMAINS_NAMES = """
domain.com domain.co.in domain.in domain.org domain.net domain.tld yourdomain.com yoursite.com yourcompany.com
yourwebsite.com yourbusiness.com youremail.com yourmail.com your-domain.com your-company.com your-site.com
mydomain.com mysite.com mycompany.com mywebsite.com example.co.in example.in sitename.com companyname.com
websitename.com domainname.com somedomain.com somewhere.com site.com company.com website.com email.com mail.com
test.com xyz.com abc.com xxx.com foo.com bar.com foo.bar doe.com provider.com host.com server.com address.com
placeholder.com sample.com emailaddress.com
"""
_FILLER_DOMAINS = frozenset(_FILLER_DOMAINS_NAMES.split())
_ALWAYS_FILLER = re.compile(
    r"^(?:your|my|the)[.-]?(?:domain|company|site|website|business|organi[sz]ation|name)\b|^domain\."
)
# What nearly every address looks like: valid by any grammar, so that the whole one need not be asked.
_ORDINARY = re.compile(
    r"[A-Za-z0-9](?:[A-Za-z0-9_-]{0,30}(?:[.+][A-Za-z0-9_-]{1,30})?)?"
    r"@(?:[A-Za-z0-9](?:[A-Za-z0-9]|-(?!-)){0,60}(?<!-)\.){1,4}(?!test$|local$|onion$|arpa$|invalid$|localhost$)[A-Za-z]{2,12}"
)
_LONGEST = 400
_EXAMPLE = re.compile(r"^example\.(?:com|org|net|edu)$")
_CLEAR_FILLER = _FILLER_LOCALS - {"info", "contact", "me", "test", "john", "jane", "mail"}
_AUTOMATED_LOCAL = re.compile(
    r"(?i)^(?:no-?_?\.?reply|do-?_?\.?not-?_?\.?reply|mailer-daemon|postmaster|bounces?|[0-9a-f]{24,}|[0-9a-f-]{36})$"
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
    try:
        found = validate_email(text, check_deliverability=False, allow_display_name=True, strict=True)
    except EmailNotValidError:
        return ""
    return found.normalized.lower()


def is_filler(address: str) -> bool:
    """Whether it only shows how an address looks: "yourname@yourdomain.com"."""
    local, _, domain = address.lower().rpartition("@")
    if _ALWAYS_FILLER.search(domain):
        return True
    if _EXAMPLE.match(domain):
        return local in _CLEAR_FILLER
    return domain in _FILLER_DOMAINS and (local in _FILLER_LOCALS or local == domain.partition(".")[0])


def is_automated(address: str) -> bool:
    """Whether only machines are behind it: no-reply addresses and error collectors."""
    local, _, domain = address.lower().rpartition("@")
    return bool(_AUTOMATED_LOCAL.match(local) or _AUTOMATED_DOMAIN.search(domain))
