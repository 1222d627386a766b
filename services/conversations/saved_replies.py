"""Answers that a customer keeps: the list, changes to it, and one as it reads for a lead."""

import re
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlmodel import Session, col

from services import audit
from services.conversations.queries import get_conversation
from services.conversations.rules import one_line
from services.core.errors import Conflict, Invalid, NotFound
from services.core.scope import Can, Scope
from services.live import Topic, announce
from services.models import Contact, Customer, Lead, SavedReply
from services.templates.checking import faults
from services.templates.rules import render, values_for

MOST = 200
LONGEST, LONGEST_TITLE, LONGEST_SHORTCUT = 1_500, 80, 30  # a text of this length fits a WhatsApp message once filled
_SHORTCUT = re.compile(r"[^\s/]+")


@dataclass(frozen=True)
class ReplyForm:
    """What a person enters; a slash before the shortcut is taken off."""

    title: str
    shortcut: str
    body: str


@dataclass(frozen=True)
class ReplyRow:
    """One saved reply; `glimpse` is its text on one line, with the variables as they were written."""

    id: str
    title: str
    shortcut: str
    body: str
    glimpse: str


def saved_replies(session: Session, scope: Scope) -> list[ReplyRow]:
    """All of them, by shortcut."""
    scope.require(Can.VIEW)
    found = session.execute(select(SavedReply).order_by(col(SavedReply.shortcut)).limit(MOST)).scalars()
    return [ReplyRow(one.public_id, one.title, one.shortcut, one.body, one_line(one.body, 120)) for one in found]


def save_reply(session: Session, scope: Scope, form: ReplyForm, reply_id: str = "") -> SavedReply:
    """Keep a new reply or a changed one (by public id); raises Invalid at the first wrong field."""
    scope.require(Can.EDIT_SETTINGS)
    present = _reply(session, reply_id) if reply_id else None
    title, shortcut, body = checked(form)
    twin = session.execute(select(SavedReply).where(col(SavedReply.shortcut) == shortcut)).scalar_one_or_none()
    if twin is not None and twin is not present:
        raise Invalid(f"“{twin.title}” has this shortcut already.", "shortcut")
    if present is None and session.execute(select(func.count(col(SavedReply.id)))).scalar_one() >= MOST:
        raise Conflict(f"There are {MOST} saved replies already. Remove one that nobody uses.")
    kept = present or SavedReply(customer_id=scope.customer_id, title=title, shortcut=shortcut, body=body)
    kept.title, kept.shortcut, kept.body = title, shortcut, body
    session.add(kept)
    audit.record(session, scope, "saved_reply_saved", kept.public_id, {"name": title})
    announce(session, scope.customer_id, Topic.CONVERSATIONS)
    return kept


def remove_reply(session: Session, scope: Scope, reply_id: str) -> str:
    """Take a reply (by public id) away; returns its title. What was written with it stays."""
    scope.require(Can.EDIT_SETTINGS)
    found = _reply(session, reply_id)
    audit.record(session, scope, "saved_reply_removed", found.public_id, {"name": found.title})
    session.delete(found)
    announce(session, scope.customer_id, Topic.CONVERSATIONS)
    return found.title


def filled_reply(session: Session, scope: Scope, reply_id: str, conversation_id: str) -> str:
    """The reply's text as it reads for the person of this conversation (ids are public)."""
    scope.require(Can.SEND_MESSAGES)
    reply = _reply(session, reply_id)
    _, lead = get_conversation(session, conversation_id)
    return render(reply.body, values_for(_reader(session, lead), session.get_one(Customer, lead.customer_id)))


def checked(form: ReplyForm) -> tuple[str, str, str]:
    """Title, shortcut and text as they are stored; raises Invalid at the first wrong field."""
    title, body = one_line(form.title, LONGEST_TITLE), form.body.strip()
    shortcut = form.shortcut.strip().removeprefix("/").lower()
    if not title:
        raise Invalid("Give the reply a title.", "title")
    if not shortcut:
        raise Invalid("Enter what you will type behind the slash, such as price.", "shortcut")
    if not _SHORTCUT.fullmatch(shortcut):
        raise Invalid("A shortcut is one word, without a slash inside.", "shortcut")
    if len(shortcut) > LONGEST_SHORTCUT:
        raise Invalid(f"Keep the shortcut under {LONGEST_SHORTCUT} characters.", "shortcut")
    if not body:
        raise Invalid("Write the reply.", "body")
    if len(body) > LONGEST:
        raise Invalid(f"Keep the reply under {LONGEST:,} characters.", "body")
    if wrong := faults(body):
        raise Invalid(wrong[0], "body")
    return title, shortcut, body


def _reply(session: Session, reply_id: str) -> SavedReply:
    wanted = select(SavedReply).where(col(SavedReply.public_id) == reply_id)
    found = session.execute(wanted).scalar_one_or_none()
    if found is None:
        raise NotFound("This saved reply")
    return found


def _reader(session: Session, lead: Lead) -> Contact:
    """The lead as templates know people: what it says of itself, else what was known of the contact."""
    before = session.get(Contact, lead.original_contact_id) if lead.original_contact_id else None
    known = before or Contact(name="")
    return Contact(
        name=lead.name or known.name,
        company=lead.company or known.company,
        city=lead.location or known.city,
        title=known.title,
        industry=known.industry,
    )
