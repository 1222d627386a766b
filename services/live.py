"""Tell a customer's open tabs that something changed, in the transaction that changed it."""

from enum import StrEnum

from sqlalchemy import event, insert
from sqlmodel import Session

from services.db import GuardedSession
from services.models import Activity, LiveEvent, Notification
from services.queue import JobName, enqueue

_ANNOUNCED = "announced"


class Topic(StrEnum):
    """What a page may listen to."""

    CONTACTS = "contacts"
    LEADS = "leads"
    CAMPAIGNS = "campaigns"
    OUTREACH = "outreach"
    CONVERSATIONS = "conversations"
    PRESENCE = "presence"
    NOTIFICATIONS = "notifications"
    JOBS = "jobs"
    SCORES = "scores"
    IMPORTS = "imports"


def announce(session: Session, customer_id: int, topic: Topic, ref: str = "") -> None:
    """`ref` is the public id of the one thing that changed, when there is one. Written once, with the commit."""
    session.info.setdefault(_ANNOUNCED, {})[customer_id, topic, ref] = None


@event.listens_for(GuardedSession, "before_commit")
def _write(session: Session) -> None:
    if session.in_nested_transaction():
        return
    announced = session.info.pop(_ANNOUNCED, None)
    if announced:
        rows = [{"customer_id": owner, "topic": topic, "ref": ref} for owner, topic, ref in announced]
        session.execute(insert(LiveEvent), rows)


def notify(
    session: Session, customer_id: int, kind: str, title: str, body: str = "", link: str = "", *, user_id: int = 0
) -> None:
    """A line in the bell of one person, or (0) of everyone at this customer; they are told by their other ways too."""
    line = Notification(customer_id=customer_id, user_id=user_id, kind=kind, title=title[:200], link=link)
    line.body = body[:500]
    session.add(line)
    announce(session, customer_id, Topic.NOTIFICATIONS)
    enqueue(session, JobName.TELL_PEOPLE, unique="tell", customer_id=customer_id)


def record_activity(session: Session, customer_id: int, kind: str, text: str, link: str = "") -> None:
    """A line of the dashboard's feed."""
    session.add(Activity(customer_id=customer_id, kind=kind, text=text[:300], link=link))
