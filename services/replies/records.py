"""What was understood, kept; and what people corrected, read back as lessons."""

from sqlmodel import Session, col, select

from services.core.clock import now
from services.models import ReplyReading
from services.replies.features import MOST
from services.replies.learned import Classifier, trained
from services.replies.reading import Reading
from services.replies.texts import Labelled

_MOST_LESSONS = 500  # the newest; older ones have had their say


def reader_for(session: Session) -> Classifier:
    """This customer's classifier: ours, and what its people corrected."""
    wanted = (
        select(ReplyReading.corrected_text, ReplyReading.corrected_label)
        .where(
            col(ReplyReading.customer_id) == session.info["customer_id"],
            col(ReplyReading.corrected_at).is_not(None),
            col(ReplyReading.corrected_text) != "",
        )
        .order_by(col(ReplyReading.corrected_at).desc(), col(ReplyReading.id).desc())
        .limit(_MOST_LESSONS)
    )
    return trained(tuple(Labelled(text, label, "correction") for text, label in reversed(session.exec(wanted).all())))


def record(session: Session, event_id: int, reading: Reading) -> ReplyReading:
    """Keep the reading of a stored reply; a later one replaces it, but never what a person said."""
    row = session.exec(select(ReplyReading).where(col(ReplyReading.inbound_event_id) == event_id)).first()
    if row is None:
        row = ReplyReading(customer_id=session.info["customer_id"], inbound_event_id=event_id, label=reading.label)
        session.add(row)
    row.confidence, row.language, row.version = round(reading.confidence * 100), reading.language, reading.version
    row.own_label = reading.label
    row.opinion_decides = row.opinion_decides and reading.unsure
    if not (row.corrected_label or row.opinion_decides):
        row.label, row.intents, row.is_unsure = reading.label, [one.value for one in reading.intents], reading.unsure
    return row


def take_opinion(row: ReplyReading, label: str, confidence: int, model: str, *, decides: bool) -> None:
    """Keep what a model thinks, `confidence` in percent; where it `decides`, a reading in doubt is now the model's."""
    row.opinion_label, row.opinion_confidence, row.opinion_model = label, confidence, model
    row.opinion_decides = decides and row.is_unsure
    if row.opinion_decides:
        row.label, row.intents, row.is_unsure = label, [label], False
    end_asking(row)


def end_asking(row: ReplyReading, note: str = "") -> None:
    """No model is asked about this reply any more; `note` says why there is no opinion, "" when there is one."""
    row.opinion_due_at, row.opinion_note = None, note[:300]


def label_of(session: Session, event_id: int) -> str:
    """How the stored reply is understood now, "" when it was never read."""
    wanted = select(ReplyReading.label).where(col(ReplyReading.inbound_event_id) == event_id)
    return session.exec(wanted).first() or ""


def correct(row: ReplyReading, label: str, text: str, user_id: int) -> None:
    """A person says what the reply meant; saying that it was understood rightly teaches too."""
    row.corrected_label, row.label, row.intents = label, label, [label]
    row.corrected_text, row.corrected_by, row.corrected_at = text[:MOST], user_id or None, now()
    row.is_unsure = row.opinion_decides = False
    end_asking(row)
