"""The words of a search: what is looked for, and where each database looks for it.

A contact's text is its name, company, e-mail and phone, two spaces before each; see services/core/trigrams.py.
"""

import re

from sqlalchemy import ColumnElement, FromClause, Select, column, func, literal, select, table, true
from sqlmodel import Session

from services.core.trigrams import cleaned, matching, padded, pattern
from services.models import Contact

_PHONE = re.compile(r"[\d\s()+./-]+")
_FEWEST_DIGITS = 4
_IN_SQLITE = table("contact_search", column("rowid"), column("contact_search"))  # FTS5 names the whole row so
_IN_POSTGRES = table("contact_search", column("customer_id"), column("contact_id"), column("text"))


def needles(search: str) -> tuple[str, ...]:
    """What has to stand in a contact's text. A number is looked for without spaces, signs and leading noughts."""
    text = cleaned(search)
    digits = "".join(sign for sign in text if sign.isdecimal())
    if len(digits) >= _FEWEST_DIGITS and _PHONE.fullmatch(text):
        return (digits.lstrip("0") or digits,)
    return padded(text)


def says(session: Session, wanted: tuple[str, ...]) -> list[ColumnElement[bool]]:
    """Conditions on one contact's own row: for walking past contacts, and to be sure of what an index found."""
    if not wanted:
        return []
    text = (
        literal("  ") + Contact.name + literal("  ") + Contact.company + literal("  ")
        + func.coalesce(Contact.email, "") + literal("  ") + func.coalesce(Contact.phone, "") + literal(" ")
    )  # fmt: skip
    if not on_sqlite(session):
        text = func.lower(text)
    return [text.like(pattern(needle), escape="\\") for needle in wanted]


def is_plain(session: Session, wanted: tuple[str, ...]) -> bool:
    """Whether `says` is right about them: SQLite compares É and é as different letters, its index does not."""
    letters = "".join(wanted)
    return not on_sqlite(session) or all(one.isascii() or one.lower() == one.upper() for one in letters)


def found_in_index(session: Session, wanted: tuple[str, ...]) -> Select[int]:
    """Ids of the customer's contacts that the text index offers; on SQLite some may not hold a word in one piece."""
    customer_id = session.info["customer_id"]
    if on_sqlite(session):
        return select(_IN_SQLITE.c.rowid).where(_IN_SQLITE.c.contact_search.match(matching(customer_id, wanted)))
    text = _IN_POSTGRES.c.text
    return select(_IN_POSTGRES.c.contact_id).where(
        _IN_POSTGRES.c.customer_id == customer_id, *(text.like(pattern(needle)) for needle in wanted)
    )


def with_text(
    session: Session, chosen: FromClause, wanted: tuple[str, ...]
) -> tuple[FromClause, list[ColumnElement[bool]]]:
    """PostgreSQL: `chosen` (its `id` a contact's) beside the text of each, looked up one by one; what that has to say.

    LIMIT keeps the planner from asking the text index instead, by what it guesses of the words.
    """
    text = _IN_POSTGRES.c.text
    mine = _IN_POSTGRES.c.customer_id == session.info["customer_id"]
    own = select(text).where(mine, _IN_POSTGRES.c.contact_id == chosen.c.id).limit(1).lateral("own")
    return chosen.outerjoin(own, true()), [own.c.text.like(pattern(needle), escape="\\") for needle in wanted]


def sure(session: Session, wanted: tuple[str, ...]) -> list[ColumnElement[bool]]:
    """Conditions that leave out what the text index offers in vain."""
    return says(session, wanted) if on_sqlite(session) and is_plain(session, wanted) else []


def index_first(session: Session, wanted: tuple[str, ...]) -> bool:
    """Whether the text index is the place to begin: always on SQLite; on PostgreSQL, for what is hardly common."""
    is_common = len(wanted) == 1 and wanted[0].strip().isalpha()
    return bool(wanted) and (on_sqlite(session) or not is_common)


def on_sqlite(session: Session) -> bool:
    """Whether FTS5 has the text index, and not pg_trgm."""
    return session.get_bind().dialect.name == "sqlite"
