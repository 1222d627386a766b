"""An invitation inside an e-mail, whichever vendor carries it."""

from base64 import b64encode
from dataclasses import dataclass

INVITATION_NAME = "invite.ics"


@dataclass(frozen=True)
class CalendarPart:
    """An invitation in an e-mail: `method` is REQUEST or CANCEL (RFC 5546), `text` the iCalendar object."""

    method: str
    text: str


def calendar_type(part: CalendarPart) -> str:
    """The part's Content-Type (RFC 6047): mail programs act upon it only with the method."""
    return f"text/calendar; charset=utf-8; method={part.method}"


def encoded(part: CalendarPart) -> str:
    """The calendar file in base64, as the vendors' APIs take attachments."""
    return b64encode(part.text.encode()).decode()
