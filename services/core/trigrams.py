"""What the text indexes look for: words as pieces of three characters, on both databases.

An indexed text has spaces before its words. Three letters or more are then found anywhere in it, two at the beginning
of a word, one at the beginning of a field, which has two spaces before it. Every word has to be found.
"""

LONGEST = 200
_MOST_WORDS = 8
_FIRST_MARK, _MARKS = 0xE000, 6400  # a private range of Unicode: three of its characters number a customer


def cleaned(search: str) -> str:
    """`search` in lower case on one line, without what is no text."""
    return " ".join("".join(sign if _is_kept(sign) else " " for sign in search[:LONGEST]).lower().split())


def _is_kept(sign: str) -> bool:
    """Control characters and halves of a character are no text; joiners are part of Indian words."""
    return sign.isprintable() or sign in "\u200c\u200d"


def padded(text: str) -> tuple[str, ...]:
    """The words of a cleaned text, each at least three characters long by the spaces that stand before it."""
    found = dict.fromkeys(text.split(" ")[:_MOST_WORDS]) if text else {}
    return tuple(" " * max(0, 3 - len(word)) + word for word in found)


def matching(customer_id: int, wanted: tuple[str, ...]) -> str:
    """What FTS5 is asked for: every piece of every word, and the customer's own piece."""
    parts = dict.fromkeys(
        needle[at : at + 3] for needle in (_mark(customer_id), *wanted) for at in range(len(needle) - 2)
    )
    return " AND ".join('"' + part.replace('"', '""') + '"' for part in parts)


def _mark(customer_id: int) -> str:
    """The customer's own trigram, as the triggers of the indexes write it."""
    digits = (customer_id // _MARKS**2, customer_id // _MARKS, customer_id)
    return "".join(chr(_FIRST_MARK + digit % _MARKS) for digit in digits)


def pattern(needle: str) -> str:
    """For LIKE with the escape sign `\\`."""
    escaped = needle.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"
