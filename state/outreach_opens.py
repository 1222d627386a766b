"""Opens and clicks of a campaign's e-mails in words."""

from dataclasses import dataclass

from services.campaigns.opens import OpenCounts
from services.models import FIRST_STEP


@dataclass(frozen=True)
class OpenFigures:
    """One line of the card. Mails that machines alone looked at stand apart from those that people opened."""

    name: str
    sent: str
    opened: str
    clicked: str
    machines_opened: str
    machines_clicked: str
    words: str  # all of it, for a narrow screen


def open_figures(row: OpenCounts) -> OpenFigures:
    """People with their share of what was sent."""
    one = row.counts
    opened, clicked = _with_share(one.opened, one.sent), _with_share(one.clicked, one.sent)
    machines = f"{one.machines_opened:,} opened and {one.machines_clicked:,} clicked by machines alone"
    return OpenFigures(
        _name(row),
        f"{one.sent:,}",
        opened,
        clicked,
        f"{one.machines_opened:,}",
        f"{one.machines_clicked:,}",
        f"{one.sent:,} sent, {opened} opened, {clicked} clicked" + (f"; {machines}" if one.machines_opened else ""),
    )


def _with_share(part: int, whole: int) -> str:
    return f"{part:,}\u00a0({round(100 * part / whole)}%)" if part else "0"


def _name(row: OpenCounts) -> str:
    if row.letter:
        return f"Text {row.letter}"
    if not row.step:
        return "All emails"
    return "First message" if row.step == FIRST_STEP else f"Follow-up {row.step - 1}"
