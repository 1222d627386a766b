"""In which encoding a text file is written: by its mark, by trying UTF-8 on all of it, then by likelihood."""

import codecs
from pathlib import Path

from charset_normalizer import from_bytes

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CHUNK = 1 << 20
_SAMPLE = 1 << 18
_FALLBACK = "cp1252"  # what Excel writes in India and in western Europe when it is not asked for UTF-8
# Other alphabets alone: those of Latin letters are too alike to be told apart by a few names.
_LIKELY = [_FALLBACK, "cp1251", "cp1256", "gb18030", "shift_jis", "big5"]


def encoding_of(path: Path) -> str:
    """The name of a codec that reads the file; what it cannot read is to be replaced, never refused."""
    with path.open("rb") as file:
        head = file.read(_SAMPLE)
    for mark, name in _MARKS:
        if head.startswith(mark):
            return name
    if wide := _wide(head):
        return wide
    return "utf-8" if _is_utf8(path) else _guess(_telling(path))


def _wide(head: bytes) -> str:
    """UTF-16 without a mark: every other byte of plain text is zero."""
    sample = head[:4096]
    half = max(len(sample) // 2, 1)
    if sample[1::2].count(0) > half * 0.4 and sample[::2].count(0) < half * 0.1:
        return "utf-16-le"
    if sample[::2].count(0) > half * 0.4 and sample[1::2].count(0) < half * 0.1:
        return "utf-16-be"
    return ""


def _is_utf8(path: Path) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _telling(path: Path) -> bytes:
    """The lines that are not plain ASCII, which are the ones that tell encodings apart."""
    kept: list[bytes] = []
    size = 0
    with path.open("rb") as file:
        for line in file:
            if not line.isascii():
                kept.append(line[:2000])
                size += len(kept[-1])
            if size > _SAMPLE // 4:
                break
    return b"".join(kept)


def _guess(sample: bytes) -> str:
    best = from_bytes(sample, cp_isolation=_LIKELY, threshold=0.4).best()
    return best.encoding if best else _FALLBACK
