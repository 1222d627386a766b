"""The do-not-contact list in and out: pasted from elsewhere, and as a file that the next program can read."""

import re
from dataclasses import dataclass

from sqlmodel import Session, col, select

from services import audit
from services.compliance.actions import suppress_by_hand
from services.compliance.rules import why_suppressed
from services.contacts.export import csv_lines
from services.core.errors import Invalid
from services.core.scope import Can, Scope
from services.models import Suppression

MOST_PASTED = 1_000
_BETWEEN = re.compile(r"[\n\r;,\t]+")
_HEADINGS = ("Kind", "Address", "Reason", "Heard through", "Since (UTC)")


@dataclass(frozen=True)
class Pasted:
    """How many were read, how many waiting messages that stopped, and the first pieces that are no address."""

    read: int
    stopped: int
    wrong: tuple[str, ...]
    wrong_count: int


def paste(session: Session, scope: Scope, text: str) -> Pasted:
    """Put every phone number, e-mail address and domain of `text` on the list; raises Invalid when there is none."""
    scope.require(Can.SEND_MESSAGES)
    pieces = list(dict.fromkeys(piece.strip() for piece in _BETWEEN.split(text) if piece.strip()))
    if len(pieces) > MOST_PASTED:
        raise Invalid(f"At most {MOST_PASTED:,} at a time. Import a longer list as a file under Contacts.", "addresses")
    stopped, wrong = 0, list[str]()
    for piece in pieces:
        try:
            stopped += suppress_by_hand(session, scope, piece)
        except Invalid:
            wrong.append(piece[:60])
    if len(wrong) == len(pieces):
        raise Invalid("There is no phone number, email address or domain in it.", "addresses")
    return Pasted(len(pieces) - len(wrong), stopped, tuple(wrong[:3]), len(wrong))


def suppressions_csv(session: Session, scope: Scope) -> str:
    """The whole list, the newest first; erased addresses are not in it, since nobody keeps them."""
    scope.require(Can.EXPORT)
    rows = session.exec(select(Suppression).where(col(Suppression.value) != "").order_by(col(Suppression.id).desc()))
    lines = [
        (row.kind.value, row.value, why_suppressed(row.reason), row.source, row.created_at.strftime("%Y-%m-%d %H:%M"))
        for row in rows
    ]
    audit.record(session, scope, "suppressions_exported", detail={"addresses": len(lines)})
    return csv_lines([_HEADINGS, *lines])
