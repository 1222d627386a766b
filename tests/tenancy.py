"""Walks the services: every function that takes a session is called with the ids of another customer's rows."""

import dataclasses
import enum
import importlib
import inspect
import pkgutil
import typing
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

import services
from services.core.clock import now
from services.core.errors import AppError
from services.core.scope import Scope
from services.db import system_reading, transaction
from services.models import (
    OWNED_TABLES,
    Activity,
    Attachment,
    CallLink,
    Channel,
    Consent,
    ConsentStatus,
    LeadCall,
    LeadEvent,
    Notification,
    OutreachMessageStatus,
    SavedReply,
    ScrapingRun,
)
from tests import posting, support

MARK = "Zanzibar"
ROOMS = (
    "actions",
    "queries",
    "detail",
    "conversion",
    "export",
    "follow_up",
    "launch",
    "drafts",
    "outreach",
    "scraping",
    "answers",
    "plan",
    "account_limits",
    "order",
    "health",
    "history",
    "sender_health",
    "undelivered",
    "retrying",
    "presence",
    "snoozing",
    "saved_replies",
    "searching",
    "assigning",
    "reminders",
    "losses",
    "files",
    "links",
)
NOT_FOR_CUSTOMERS = {"accounts", "core", "models", "queue", "providers", "sandbox", "web", "jobs", "upkeep"}
# These find out whose it is, or are the clock.
ACROSS = {"tell_due", "wake_due", "unsubscriber_of", "join_page", "request_of", "link_owner"}
LEAST_WALKED = 60


class World:
    """One row of each kind of Alice's, by the argument name that asks for it."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        contact = support.add_contact(scope, name=MARK, company=MARK, phone="+919812345678", email="z@zanzibar.example")
        campaign = support.add_campaign(scope, name=MARK)
        message = support.add_outreach_message(
            scope, campaign, contact, status=OutreachMessageStatus.SENT, provider_id="SM1", message_content=MARK
        )
        lead = support.add_lead(scope, name=MARK, phone="+919812345679", email="l@zanzibar.example", company=MARK)
        talk = support.add_conversation(scope, lead, last_inbound_at=now(), last_message_text=MARK, unread_count=1)
        scraping = support.add_scraping_campaign(scope, name=MARK)
        run = support.add(scope, ScrapingRun(scraping_campaign_id=scraping.id or 0))
        call = support.add(scope, LeadCall(lead_id=lead.id or 0, at=now() + timedelta(days=1), note=MARK))
        link = support.add(scope, CallLink(lead_id=lead.id or 0, expires_at=now() + timedelta(days=1)))
        note = support.add(scope, Notification(kind="lead_new", title=MARK))
        template = support.add_template(scope, name=MARK)
        bubble = support.add_message(scope, talk, MARK)
        file = support.add(scope, Attachment(message_id=bubble.id or 0, file_name=MARK, source={"url": MARK}))
        reply = support.add(scope, SavedReply(title=MARK, shortcut=MARK.lower(), body=MARK))
        support.add(scope, LeadEvent(lead_id=lead.id or 0, kind="note", text=MARK))
        support.add(scope, Activity(kind="lead_new", text=MARK))
        support.add(scope, Consent(address=contact.phone or "", channel=Channel.WHATSAPP, status=ConsentStatus.GRANTED))
        self.account = posting.connect_twilio(scope, hint=MARK)
        self.rows = {
            "contact": contact,
            "campaign": campaign,
            "scraping": scraping,
            "run": run,
            "lead": lead,
            "conversation": talk,
            "talk": talk,
            "call": call,
            "link": link,
            "notification": note,
            "template": template,
            "outreach_message": message,
            "message": bubble,
            "reply": reply,
            "attachment": file,
        }

    def ids(self, name: str, wanted: Any) -> list[Any]:
        """Alice's ids that fit an argument: the kind it names, or every kind when it names none."""
        kind = name.removesuffix("s").removesuffix("_id")
        chosen = [self.rows[kind]] if kind in self.rows else list(self.rows.values())
        if kind == "campaign":
            chosen = [self.rows["campaign"], self.rows["scraping"]]
        if wanted is int:
            return [row.id for row in chosen]
        return [row.public_id for row in chosen if hasattr(row, "public_id")]


def functions() -> Iterator[Callable[..., Any]]:
    """Every public service function that works in the caller's session."""
    for module in pkgutil.walk_packages(services.__path__, "services."):
        parts = module.name.split(".")
        if len(parts) == 3 and parts[1] not in NOT_FOR_CUSTOMERS and parts[2] in ROOMS:
            loaded = importlib.import_module(module.name)
            yield from (value for value in vars(loaded).values() if is_walked(value, module.name))


def is_walked(value: Any, module: str) -> bool:
    if not inspect.isfunction(value) or value.__module__ != module or inspect.iscoroutinefunction(value):
        return False
    public = not value.__name__.startswith("_") and value.__name__ not in ACROSS
    return public and "session" in inspect.signature(value).parameters


def filled(function: Callable[..., Any], session: Session, scope: Scope, world: World) -> Iterator[dict[str, Any]]:
    """Keyword arguments for calls in `scope`: one call for each id of the world's that fits."""
    hints = typing.get_type_hints(function)
    fixed: dict[str, Any] = {"session": session}
    varied: dict[str, list[Any]] = {}
    for name, parameter in inspect.signature(function).parameters.items():
        if name.endswith(("_id", "_ids")) and name not in {"customer_id", "owner_id", "user_id"}:
            varied[name] = world.ids(name, hints.get(name, str))
        elif name in {"customer_id", "owner_id"}:
            fixed[name] = scope.customer_id
        elif hints.get(name) is Scope:
            fixed[name] = scope
        elif name != "session" and parameter.default is inspect.Parameter.empty:
            fixed[name] = value_of(hints.get(name, str), world, session)
    yield from combined(fixed, varied)


def combined(fixed: dict[str, Any], varied: dict[str, list[Any]]) -> Iterator[dict[str, Any]]:
    if not varied:
        yield fixed
    for name, ids in varied.items():
        others = {other: as_given(other, values[0]) for other, values in varied.items() if other != name}
        for one in ids:
            yield {**fixed, **others, name: as_given(name, one)}


def as_given(name: str, one: Any) -> Any:
    return [one] if name.endswith("_ids") else one


def value_of(wanted: Any, world: World, session: Session) -> Any:
    """Some value of a type; a row is Alice's own."""
    origin, inner = typing.get_origin(wanted), typing.get_args(wanted)
    if origin is typing.Union or origin is getattr(__import__("types"), "UnionType", None):
        return value_of(next(one for one in inner if one is not type(None)), world, session)
    if wanted in OWNED_TABLES.values():
        row = next((row for row in world.rows.values() if isinstance(row, wanted)), None)
        return wanted(**row.model_dump()) if row else None
    if wanted is support.Customer:
        return session.get_one(support.Customer, session.info["customer_id"])
    simple: dict[Any, Any] = {str: "some words", int: 1, bool: True, float: 1.0, dict: {}, list: []}
    simple |= {datetime: now() + timedelta(days=1), date: now().date(), bytes: b""}
    if wanted in simple or origin in simple:
        return simple.get(wanted, simple.get(origin))
    if isinstance(wanted, type) and issubclass(wanted, enum.Enum):
        return next(iter(wanted))
    if dataclasses.is_dataclass(wanted):
        return wanted(**needed(wanted, world, session))  # type: ignore[operator]
    return {}


def needed(wanted: Any, world: World, session: Session) -> dict[str, Any]:
    hints = typing.get_type_hints(wanted)
    return {
        field.name: value_of(hints[field.name], world, session)
        for field in dataclasses.fields(wanted)
        if field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING
    }


def everything_of(scope: Scope) -> dict[str, list[tuple[Any, ...]]]:
    """Every column of every row of a customer."""
    with system_reading() as session:
        return {
            table.name: sorted(
                tuple(map(repr, row)) for row in session.connection().execute(
                    select(table).where(table.c.customer_id == scope.customer_id)
                )
            )
            for table in OWNED_TABLES
        }  # fmt: skip


def spoken(result: Any) -> str:
    """All that a result says, however it is wrapped."""
    if inspect.isgenerator(result):
        return repr(list(result))
    return repr(result)


def called(function: Callable[..., Any], arguments: dict[str, Any], scope: Scope) -> str:
    """What it says in `scope`; a refusal in our own words is an answer too."""
    try:
        with transaction(scope) as session:
            return spoken(function(**{**arguments, "session": session}))
    except AppError as refused:
        return refused.message
    except (TypeError, ValueError, KeyError, AttributeError, IntegrityError) as unfit:
        return f"{type(unfit).__name__}"
