"""An e-mail written out as bytes, header by header: the library's message object costs more than sending it does.

RFC 5322 (lines, folding), RFC 2047 (encoded words), RFC 2045 and 2046 (quoted-printable, multipart).
"""

import re
from base64 import encodebytes
from binascii import b2a_qp
from collections.abc import Iterable, Sequence
from email.header import Header
from secrets import token_hex

from services.providers.calendars import INVITATION_NAME, CalendarPart, calendar_type
from services.providers.enclosed import OutgoingFile, disposition

LINE = 76
LONGEST_LINE = 990  # of 998, whatever a word without a space holds
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")
_PLAIN = re.compile(r"[\x20-\x7e]*")
_ATOMS = re.compile(r"[\w!#$%&'*+/=?^`{|}~ -]*", re.ASCII)
_ADDRESS = re.compile(r"[\w!#$%&'*+/=?^`{|}~.-]{1,64}@(?:[a-z0-9_-]+\.)*[a-z0-9_-]+", re.ASCII | re.IGNORECASE)
_MEDIA_TYPE = re.compile(r"[\w.+-]+/[\w.+-]+", re.ASCII)
_BREAKS = re.compile(r"\r\n|\r|\n")


def unstructured(name: str, text: str) -> str:
    """A header of free text, such as a subject: encoded where a mail program could not read it as it stands."""
    value = one_line(text)
    if _PLAIN.fullmatch(value) and "=?" not in value and len(name) + len(value) < LINE:
        return f"{name}: {value}\r\n"
    return f"{name}: {_words(name, value)}\r\n"


def address(name: str, display: str, mailbox: str) -> str:
    """A header with one address. Raises ValueError for one that cannot stand there."""
    if not _ADDRESS.fullmatch(mailbox) or len(mailbox) > 254:
        raise ValueError("not an address")
    shown = one_line(display)
    if not shown:
        return f"{name}: {mailbox}\r\n"
    if not _PLAIN.fullmatch(shown) or "=?" in shown or len(name) + len(shown) >= LINE - 4:
        shown = _words(name, shown)
    elif not _ATOMS.fullmatch(shown):
        shown = '"' + shown.replace("\\", r"\\").replace('"', r"\"") + '"'
    last = shown.rpartition("\n")[2]
    gap = "\r\n " if len(last) + len(mailbox) + len(name) + 5 > LINE else " "
    return f"{name}: {shown}{gap}<{mailbox}>\r\n"


def tokens(name: str, value: str) -> str:
    """A header of words that mean something as they stand: ids, addresses in brackets. Broken only at spaces."""
    lines, line = [], f"{name}:"
    for word in one_line(value).encode("ascii", "ignore").decode().split():
        if len(line) + len(word) >= LINE and len(line) > len(name) + 1:
            lines.append(line)
            line = ""
        line += f" {word[:LONGEST_LINE]}"
    return "\r\n".join([*lines, line]) + "\r\n"


def part(kind: str, text: str) -> bytes:
    """One text part, quoted-printable; `kind` is plain or html, or a whole media type with its parameters."""
    body = _BREAKS.sub("\r\n", f"{text}\n").encode("utf-8", "replace")  # it breaks lines as the first one ends
    media = kind if "/" in kind else f'text/{kind}; charset="utf-8"'
    head = f"Content-Type: {media}\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
    return head.encode() + b2a_qp(body, istext=True)


def mail(
    headers: Iterable[str],
    plain: str,
    html: str,
    calendar: CalendarPart | None = None,
    files: Sequence[OutgoingFile] = (),
) -> bytes:
    """The whole message; with `html` or `calendar` they are alternatives, and the latter comes as a file too."""
    head = "".join(headers).encode("ascii") + b"MIME-Version: 1.0\r\n"
    parts = [part("plain", plain)] + ([part("html", html)] if html else [])
    enclosed = [_enclosed(one) for one in files]
    if calendar is not None:
        parts.append(part(calendar_type(calendar), calendar.text.strip()))
        enclosed.append(_file(calendar))
    return head + _together("mixed", [_together("alternative", parts), *enclosed])


def _together(kind: str, parts: list[bytes]) -> bytes:
    """A multipart of `parts`; one alone needs none."""
    if len(parts) == 1:
        return parts[0]
    boundary = f"=_{token_hex(16)}"  # "=_" stands in no quoted-printable text
    line = f"--{boundary}\r\n".encode()
    opening = f'Content-Type: multipart/{kind}; boundary="{boundary}"\r\n\r\n'.encode()
    return b"".join((opening, *(line + one for one in _ended(parts)), f"--{boundary}--\r\n".encode()))


def _ended(parts: list[bytes]) -> list[bytes]:
    """Each with a line's end before the boundary that follows it."""
    return [one if one.endswith(b"\r\n") else one + b"\r\n" for one in parts]


def _file(calendar: CalendarPart) -> bytes:
    head = (
        f'Content-Type: application/ics; name="{INVITATION_NAME}"\r\nContent-Transfer-Encoding: base64\r\n'
        f'Content-Disposition: attachment; filename="{INVITATION_NAME}"\r\n\r\n'
    )
    return head.encode() + encodebytes(calendar.text.encode()).replace(b"\n", b"\r\n")


def _enclosed(one: OutgoingFile) -> bytes:
    kind = one.mime_type if _MEDIA_TYPE.fullmatch(one.mime_type) else "application/octet-stream"
    head = (
        f"Content-Type: {kind}\r\nContent-Transfer-Encoding: base64\r\n"
        f"Content-Disposition: {disposition(one.name)}\r\n\r\n"
    )
    return head.encode("ascii") + encodebytes(one.path.read_bytes()).replace(b"\n", b"\r\n")


def one_line(text: str) -> str:
    """Without line breaks and what no header may hold."""
    return _UNSEEN.sub(" ", text).strip()


def _words(name: str, value: str) -> str:
    """RFC 2047: words of at most 75 characters, a character never split between two."""
    return Header(value, "utf-8", maxlinelen=LINE, header_name=name).encode(linesep="\r\n")
