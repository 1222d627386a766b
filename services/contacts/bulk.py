"""One action on many contacts as a background task: in small transactions, from where it stopped, once for each."""

import time
from dataclasses import asdict, dataclass
from typing import Any

from sqlmodel import Session, col, func, select

from services import audit
from services.contacts import actions
from services.contacts.queries import chunk_after, count_of, size_of
from services.contacts.rules import filters_from
from services.contacts.types import Selection
from services.core.clock import now
from services.core.errors import AppError, Invalid, NotFound
from services.core.scope import Can, Scope, system_scope
from services.db import reading, transaction
from services.live import Topic, announce, notify
from services.models import BulkAction, BulkStatus, BulkTask, Contact, VerificationStatus
from services.outreach.writing import ask_to_queue
from services.queue import JobName, enqueue

MOST_AT_ONCE = 1_000  # more than this many are left to the background
CHUNK = 500
TURN_SECONDS = 15.0
_NEEDS = {
    BulkAction.MARK: Can.EDIT_CONTACTS,
    BulkAction.DELETE: Can.EDIT_CONTACTS,
    BulkAction.CHOOSE: Can.RUN_CAMPAIGNS,
}
_DOING = {
    (BulkAction.MARK, "verified"): "Marking verified",
    (BulkAction.MARK, "invalid"): "Marking invalid",
    (BulkAction.DELETE, ""): "Deleting",
}
_DONE = {
    (BulkAction.MARK, "verified"): ("marked verified", "contacts_marked_verified"),
    (BulkAction.MARK, "invalid"): ("marked invalid", "contacts_marked_invalid"),
    (BulkAction.DELETE, ""): ("deleted", "contacts_deleted"),
}
_CHOSEN = ("added to the campaign", "contacts_added_to_campaign")


@dataclass(frozen=True)
class TaskRow:
    """A task that is under way; `total` is 0 until it is counted."""

    id: str
    words: str
    seen: int
    total: int


def is_for_background(session: Session, selection: Selection) -> bool:
    """Whether so many are chosen that one transaction would hold up everybody else."""
    return size_of(session, selection) > MOST_AT_ONCE


def begin(session: Session, scope: Scope, action: BulkAction, argument: str, selection: Selection) -> str:
    """Start a task on the contacts chosen now; returns its public id. `argument`: the mark, or a campaign's public id.

    Raises NotAllowed, Invalid for a mark, NotFound or Conflict for a campaign.
    """
    scope.require(_NEEDS[action])
    if action == BulkAction.CHOOSE:
        actions.campaign_to_choose_for(session, argument)
    elif (action, argument) not in _DOING:
        raise Invalid("That cannot be done to many contacts.")
    newest = session.exec(select(func.max(Contact.id))).one()
    task = BulkTask(
        user_id=scope.user_id, action=action, argument=argument, selection=_written(selection), until=newest or 0
    )
    session.add(task)
    session.flush()
    _ask(session, task)
    announce(session, scope.customer_id, Topic.CONTACTS)
    return task.public_id


def running(session: Session) -> list[TaskRow]:
    """The customer's tasks that are under way, oldest first."""
    tasks = session.exec(select(BulkTask).where(BulkTask.status == BulkStatus.RUNNING).order_by(col(BulkTask.id)))
    return [TaskRow(task.public_id, _doing(task), task.seen, task.total) for task in tasks]


def cancel(session: Session, scope: Scope, task_id: str) -> None:
    """Stop a task where it is; what it did stays done."""
    task = session.exec(select(BulkTask).where(BulkTask.public_id == task_id).with_for_update()).first()
    if task is None:
        raise NotFound("The task")
    scope.require(_NEEDS[task.action])
    if task.status == BulkStatus.RUNNING:
        _end(session, task, BulkStatus.CANCELLED)


def run_task(owner_id: int, task_id: int) -> None:
    """Do a task for a while, then ask for its own continuation; safe to kill at any instant and to run twice."""
    scope = system_scope(owner_id)
    _count(scope, task_id)
    until = time.monotonic() + TURN_SECONDS
    while _step(scope, task_id):
        if time.monotonic() > until:
            with transaction(scope) as session:
                _ask(session, session.get_one(BulkTask, task_id))
            return


def _count(scope: Scope, task_id: int) -> None:
    """How many there are to do, for the bar: counted outside of any writing transaction."""
    with reading(scope) as session:
        task = session.get(BulkTask, task_id)
        if task is None or task.total or task.status != BulkStatus.RUNNING:
            return
        total = count_of(session, _read(task.selection), task.until)
    with transaction(scope) as session:
        session.get_one(BulkTask, task_id).total = max(total, 1)


def _step(scope: Scope, task_id: int) -> bool:
    """One chunk and the note of it in one transaction; False when nothing is left to do."""
    try:
        with transaction(scope) as session:
            task = session.exec(select(BulkTask).where(BulkTask.id == task_id).with_for_update()).first()
            if task is None or task.status != BulkStatus.RUNNING:
                return False
            found = chunk_after(session, _read(task.selection), task.cursor, CHUNK)
            chunk = [contact for contact in found if (contact.id or 0) <= task.until]
            if chunk:
                _do(session, task, chunk)
            if len(chunk) < len(found) or not found:
                _end(session, task, BulkStatus.DONE)
            return task.status == BulkStatus.RUNNING
    except AppError as trouble:
        with transaction(scope) as session:
            task = session.get_one(BulkTask, task_id)
            task.problem = trouble.message[:300]
            _end(session, task, BulkStatus.FAILED)
        return False


def _do(session: Session, task: BulkTask, chunk: list[Contact]) -> None:
    task.cursor, task.seen = chunk[-1].id or 0, task.seen + len(chunk)
    if task.action == BulkAction.MARK:
        task.changed += actions.mark(session, chunk, VerificationStatus(task.argument))
    elif task.action == BulkAction.DELETE:
        busy = actions.in_flight(session, chunk)
        task.changed += actions.remove(session, [contact for contact in chunk if contact.id not in busy])
        if busy:
            task.problem = "Some were left: a message to them was just being sent."
    else:
        campaign = actions.campaign_to_choose_for(session, task.argument)
        task.changed += actions.choose(session, campaign, chunk)
        ask_to_queue(session, task.customer_id)
    announce(session, task.customer_id, Topic.CONTACTS)


def _end(session: Session, task: BulkTask, status: BulkStatus) -> None:
    task.status, task.finished_at = status, now()
    words, action = _DONE.get((task.action, task.argument), _CHOSEN)
    stopped = {BulkStatus.FAILED: " before it stopped", BulkStatus.CANCELLED: " before it was stopped"}
    title = f"{task.changed:,} contacts {words}{stopped.get(status, '')}"
    notify(session, task.customer_id, "bulk_done", title, task.problem, "/contacts")
    who = Scope(task.customer_id, task.user_id)
    audit.record(session, who, action, detail={"contacts": task.changed})
    announce(session, task.customer_id, Topic.CONTACTS)


def _ask(session: Session, task: BulkTask) -> None:
    """One task of a customer at a time, in the order they were asked for."""
    enqueue(
        session,
        JobName.RUN_BULK_TASK,
        unique=f"bulk:{task.id}",
        lock=f"bulk:{task.customer_id}",
        customer_id=task.customer_id,
        owner_id=task.customer_id,
        task_id=task.id,
    )


def _doing(task: BulkTask) -> str:
    return _DOING.get((task.action, task.argument), "Adding to the campaign")


def _written(selection: Selection) -> dict[str, Any]:
    filters = {name: value for name, value in asdict(selection.filters).items() if value}
    asked = {**filters, "score": filters.get("band", ""), "status": filters.get("outreach", "")}
    return {
        "ids": list(selection.ids),
        "everything": selection.everything,
        "search": selection.search,
        "filters": {name: str(asked[name]) for name in asked if name not in {"band", "outreach"} and asked[name]},
    }


def _read(written: dict[str, Any]) -> Selection:
    return Selection(tuple(written["ids"]), written["everything"], written["search"], filters_from(written["filters"]))
