"""Rules. What a file is by its content, what is never stored, how much of it, and how it may be shown."""

from dataclasses import dataclass
from pathlib import PurePath

import filetype

MOST_FILES = 10  # of one message
MOST_PICTURES = 20  # beside them: what the words of an e-mail show, and its signature
_TINY = 1_500  # bytes: a picture that shows nothing, but tells somebody that it was looked at
LONGEST_NAME = 120
UNKNOWN = "application/octet-stream"
PICTURES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})  # drawn by browsers, and never run by them
_PROGRAMS = frozenset({"application/x-msdownload", "application/x-executable", "application/x-shockwave-flash"})
_RUNS = frozenset({
    ".apk", ".app", ".appx", ".bat", ".cmd", ".com", ".command", ".cpl", ".deb", ".desktop", ".dll", ".dmg", ".exe",
    ".gadget", ".hta", ".img", ".inf", ".iso", ".jar", ".jnlp", ".js", ".jse", ".lnk", ".msc", ".msi", ".msix", ".msp",
    ".pif", ".pkg", ".ps1", ".reg", ".rpm", ".scf", ".scr", ".sh", ".url", ".vb", ".vbe", ".vbs", ".vhd", ".vhdx",
    ".wsf", ".wsh",
})  # fmt: skip
# Windows, Linux, macOS (four ways to write one number), and scripts.
_STARTS = (b"MZ", b"\x7fELF", b"\xfe\xed\xfa", b"\xce\xfa\xed\xfe", b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe", b"#!")
_ENDINGS = {"image/jpeg": ".jpg", "audio/ogg": ".ogg", "video/mp4": ".mp4", "audio/mp4": ".m4a"}
_HEAD = 8_192
_SIZES = ("bytes", "KB", "MB")


@dataclass(frozen=True)
class Known:
    """A file as its content shows it."""

    mime_type: str
    name: str


def known(content: bytes, name: str) -> Known | None:
    """None for a program, which is not stored: by its first bytes, or by a name that a computer would run."""
    seen = filetype.guess(content[:_HEAD])
    mime = str(seen.mime) if seen else UNKNOWN
    shown = tidy_name(name)
    if mime in _PROGRAMS or PurePath(shown).suffix.lower() in _RUNS or content.startswith(_STARTS):
        return None
    if not PurePath(shown).suffix and seen:
        shown += _ENDINGS.get(mime, f".{seen.extension}")
    return Known(mime, shown)


def tidy_name(name: str) -> str:
    """The last part of a name, without what is no letter of it; "File" when nothing is left."""
    last = PurePath(name.replace("\\", "/")).name
    plain = " ".join("".join(sign if sign.isprintable() else " " for sign in last).split()).strip(". ")
    if len(plain) > LONGEST_NAME:
        ending = PurePath(plain).suffix[:10]
        plain = plain[: LONGEST_NAME - len(ending)] + ending
    return plain or "File"


def is_picture(mime_type: str) -> bool:
    """Whether it is shown in the page. Everything else, SVG and HTML above all, is only ever downloaded."""
    return mime_type in PICTURES


def is_tiny(mime_type: str, size: int) -> bool:
    """Whether a picture among the words of an e-mail is none to look at."""
    return is_picture(mime_type) and size < _TINY


def kind_words(name: str) -> str:
    """ "PDF"; "" for a file without an ending."""
    ending = PurePath(name).suffix[1:]
    return ending.upper() if 0 < len(ending) <= 5 and ending.isalnum() else ""


def about_words(name: str, size: int) -> str:
    """ "PDF, 14 KB"."""
    return ", ".join(one for one in (kind_words(name), size_words(size)) if one)


def size_words(size: int) -> str:
    """ "14 KB", "2.3 MB"."""
    amount, unit = float(size), 0
    while amount >= 1_000 and unit < len(_SIZES) - 1:
        amount, unit = amount / 1_000, unit + 1
    return f"{amount:.1f} {_SIZES[unit]}" if unit == 2 and amount < 10 else f"{amount:.0f} {_SIZES[unit]}"
