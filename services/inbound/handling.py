"""One inbound event from the job queue: read what is missing, then decide in one transaction."""

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session

from services.conversations.parking import forget
from services.core.errors import ProviderDown, ProviderRefused, Refusal
from services.core.scope import system_scope
from services.db import in_reading, in_transaction
from services.inbound import events
from services.inbound.ad_leads import handle_ad_lead, handle_deleted_lead
from services.inbound.events import Heard
from services.inbound.notices import handle_account_notice, handle_opt_out, handle_template
from services.inbound.replies import handle_reply
from services.integrations.actions import mark_failing
from services.integrations.queries import credentials_for
from services.live import notify
from services.providers.base import AdLead, AdLeadReader
from services.providers.mail import ReplyReader
from services.providers.registry import provider
from services.replies.records import reader_for
from services.sourcing.outside_rows import hear as hear_of_outside_run


def _reply(session: Session, heard: Heard) -> str:
    """The answer, and the end of its files when nothing came of it."""
    ignored = handle_reply(session, heard)
    if ignored and heard.data.get("files"):
        forget(session, heard.customer_id, heard.id)
    return ignored


_ONLY_NAMED = {
    "meta": "An enquiry from Meta",
    "linkedin": "An enquiry from LinkedIn",
    "resend": "A reply through Resend",
}
_AT_ONCE = {
    "reply": _reply,
    "opt_out": handle_opt_out,
    "account": handle_account_notice,
    "template": handle_template,
}
MOST_ATTEMPTS = 80  # about three days of hourly looks: Meta keeps a lead for ninety


async def handle(owner_id: int, event_id: int) -> None:
    """Handle an event of the customer `owner_id`; safe to run twice."""
    scope = system_scope(owner_id)
    heard = await in_reading(scope, events.waiting, event_id)
    if heard is None:
        return
    try:
        form, letter = await _form(heard), await _letter(heard)
        if heard.kind == "reply":
            await in_reading(scope, reader_for)  # learning takes a second, and must not hold up whoever writes
    except ProviderDown as error:
        await in_transaction(scope, _try_again, heard, error.message, error.retry_after)
    except ProviderRefused as error:
        await in_transaction(scope, _refused, heard, error)
    else:
        await in_transaction(scope, decide, event_id, form, letter)


async def _form(heard: Heard) -> AdLead | None:
    """Some webhooks only name the lead; Google's carries it. The call is made in no transaction."""
    if heard.kind != "ad_lead" or heard.provider not in _ONLY_NAMED:
        return None
    credentials = await in_reading(system_scope(heard.customer_id), credentials_for, heard.provider)
    return await provider(heard.provider, AdLeadReader, credentials).read_lead(heard.text("platform_lead_id"))


async def _letter(heard: Heard) -> Mapping[str, Any] | None:
    """Resend's webhook names an e-mail without its text."""
    if heard.kind != "reply" or heard.provider not in _ONLY_NAMED:
        return None
    credentials = await in_reading(system_scope(heard.customer_id), credentials_for, heard.provider)
    return await provider(heard.provider, ReplyReader, credentials).read_reply(heard.data)


def decide(
    session: Session, event_id: int, form: AdLead | None = None, letter: Mapping[str, Any] | None = None
) -> None:
    """Do what follows of an event, unless that was done; `form` and `letter` are what the provider was asked for."""
    heard = events.waiting(session, event_id, hold=True)
    if heard is None:
        return
    if letter:
        heard = events.complete(session, heard, letter)
    if heard.kind in _AT_ONCE:
        ignored = _AT_ONCE[heard.kind](session, heard)
    elif heard.kind == "ad_lead":
        ignored = handle_ad_lead(session, heard, form or _posted(heard))
    elif heard.kind == "ad_lead_deleted":
        ignored = handle_deleted_lead(session, heard)
        if ignored is None:
            _try_again(session, heard, "A message to this person is just being sent.", asked=20)
            return
    elif heard.kind == "outside_run":
        known = hear_of_outside_run(session, heard.provider, heard.text("external_id"), heard.text("reference"))
        ignored = "" if known else "No run that waits is meant."
    else:
        ignored = f"Nothing is done about “{heard.kind}”."
    events.finish(session, event_id, ignored)


def _posted(heard: Heard) -> AdLead:
    answers = heard.data.get("answers") or {}
    return AdLead(
        platform_lead_id=heard.text("platform_lead_id"),
        form_id=heard.text("form_id"),
        campaign_ref=heard.text("campaign_ref"),
        answers={str(question): str(answer) for question, answer in answers.items()},
        created_at=heard.at,
    )


def _refused(session: Session, heard: Heard, error: ProviderRefused) -> None:
    """A wrong key can be mended, and the enquiry is still there when it is; anything else is the end, and is told."""
    if error.about is Refusal.ACCOUNT:
        mark_failing(session, heard.customer_id, heard.provider, error.message)
        if heard.attempts == 0:
            _tell_unread(session, heard, error.message)
        _try_again(session, heard, error.message)
    else:
        _give_up(session, heard, error.message)


def _give_up(session: Session, heard: Heard, words: str) -> None:
    events.fail(session, heard.id, words)
    if heard.provider in _ONLY_NAMED and heard.kind in {"ad_lead", "reply"}:
        _tell_unread(session, heard, f"{words} We ask no more: look for it at the provider.")


def _tell_unread(session: Session, heard: Heard, words: str) -> None:
    title = f"{_ONLY_NAMED[heard.provider]} could not be read"
    notify(session, heard.customer_id, "ad_lead_unread", title, words, "/settings/integrations")


def _try_again(session: Session, heard: Heard, words: str, asked: float | None = None) -> None:
    if heard.attempts + 1 >= MOST_ATTEMPTS:
        _give_up(session, heard, words)
    else:
        events.put_off(session, heard.id, words, asked)
