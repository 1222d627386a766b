"""WhatsApp's approval of templates: asked for once, followed until it is given or refused."""

import asyncio
import re
from dataclasses import dataclass

from sqlmodel import Session, col, select

from services.core.errors import ProviderDown, ProviderRefused
from services.core.log import get_logger
from services.core.scope import system_scope
from services.db import in_reading, in_transaction, on_database_thread, system_reading
from services.integrations import sandbox
from services.integrations.queries import credentials_of, sending_account
from services.live import Topic, announce
from services.models import (
    Channel,
    Customer,
    OutreachCampaign,
    Template,
    TemplateStatus,
)
from services.outreach import consequences
from services.outreach.texts import Content, content_of
from services.providers.base import Credentials, TemplateHost, TemplateReview, TemplateState
from services.providers.registry import provider as build
from services.queue import JobName, enqueue

LOOKS = 8  # in one go, for a provider that answers at once
SECONDS_BETWEEN_LOOKS = 1.0
WAITING = (TemplateStatus.DRAFT, TemplateStatus.PENDING)
_STATUS = {
    TemplateState.PENDING: TemplateStatus.PENDING,
    TemplateState.APPROVED: TemplateStatus.APPROVED,
    TemplateState.REJECTED: TemplateStatus.REJECTED,
}
log = get_logger(__name__)


@dataclass(frozen=True)
class _Asked:
    """A template that waits for its approval."""

    id: int
    name: str
    body: str
    sid: str


def template_for(session: Session, campaign: OutreachCampaign, customer: Customer) -> tuple[Template, Content]:
    """The template that holds exactly what `campaign` says now; an approved one is never changed, but replaced."""
    content = content_of(campaign.message_template, customer)
    present = session.get(Template, campaign.template_id) if campaign.template_id else None
    if present is not None and present.content_body == content.body:
        chosen = present
    elif present is not None and not present.content_body and present.body == campaign.message_template:
        present.content_body = content.body
        chosen = present
    else:
        chosen = keep_template(session, campaign.name, campaign.message_template, content)
    campaign.template_id = chosen.id
    ask_to_sync(session, chosen)
    return chosen, content


def keep_template(session: Session, name: str, body: str, content: Content) -> Template:
    """A WhatsApp template that shows `content`, an earlier one where there is one."""
    same = select(Template).where(Template.channel == Channel.WHATSAPP, Template.content_body == content.body)
    found = session.exec(same.order_by(col(Template.id)).limit(1)).first()
    if found is None:
        found = Template(name=name[:120], channel=Channel.WHATSAPP, body=body, content_body=content.body)
        session.add(found)
        session.flush()
    return found


def ask_to_sync(session: Session, template: Template) -> None:
    """Have the approval asked for, or looked at, once this transaction is saved."""
    if template.status in WAITING:
        customer_id = session.info["customer_id"]
        enqueue(session, JobName.SYNC_TEMPLATES, unique=f"templates:{customer_id}", owner_id=customer_id)


async def sync(owner_id: int = 0) -> None:
    """Submit and follow the waiting templates of one customer, or of all."""
    owners = [owner_id] if owner_id else await on_database_thread(_owners)
    for one in owners:
        try:
            await _sync_customer(one)
        except ProviderDown as error:
            log.warning("template_sync_delayed", customer_id=one, code=error.code)


def _owners() -> list[int]:
    waiting = select(Template.customer_id).where(
        Template.channel == Channel.WHATSAPP, col(Template.status).in_(WAITING), Template.content_body != ""
    )
    with system_reading() as session:
        return list(session.exec(waiting.distinct()))


async def _sync_customer(customer_id: int) -> None:
    scope = system_scope(customer_id)
    for look in range(LOOKS):
        provider, credentials, waiting = await in_reading(scope, _waiting)
        if credentials is None or not waiting:
            return
        if look:
            await asyncio.sleep(SECONDS_BETWEEN_LOOKS)
        if credentials.is_sandbox:
            await sandbox.ensure_registered(customer_id)
        host = build(provider, TemplateHost, credentials)
        for asked in waiting:
            review = await _reviewed(host, asked)
            await in_transaction(scope, _keep_review, asked.id, review)


def _waiting(session: Session) -> tuple[str, Credentials | None, list[_Asked]]:
    row = sending_account(session, Channel.WHATSAPP)
    wanted = select(Template).where(
        Template.channel == Channel.WHATSAPP, col(Template.status).in_(WAITING), Template.content_body != ""
    )
    asked = [
        _Asked(found.id or 0, _wire_name(found), found.content_body, found.provider_sid)
        for found in session.exec(wanted.order_by(col(Template.id)).limit(50))
    ]
    return (row.provider, credentials_of(row), asked) if row else ("", None, asked)


def _wire_name(template: Template) -> str:
    """Lower case and underscores, unique by the template's own id."""
    words = re.sub(r"[^a-z0-9]+", "_", template.name.lower()).strip("_")[:60]
    return f"{words or 'template'}_{template.public_id.removeprefix('tpl_')[-12:]}"


async def _reviewed(host: TemplateHost, asked: _Asked) -> TemplateReview:
    try:
        if asked.sid:
            return await host.review_template(asked.sid)
        numbers = dict.fromkeys(re.findall(r"\{\{(\d+)\}\}", asked.body), "your business")
        return await host.submit_template(asked.name, asked.body, numbers)
    except ProviderRefused as error:
        return TemplateReview(asked.sid, TemplateState.REJECTED, error.message)


def _keep_review(session: Session, template_id: int, review: TemplateReview) -> None:
    template = session.get(Template, template_id)
    if template is None:
        return
    template.provider_sid = review.sid or template.provider_sid
    template.rejection_reason = review.reason[:500]
    if template.status == _STATUS[review.state]:
        return
    template.status = _STATUS[review.state]
    announce(session, template.customer_id, Topic.OUTREACH)
    if template.status == TemplateStatus.APPROVED:
        enqueue(session, JobName.DISPATCH_MESSAGES, unique="dispatch", lock="dispatch")
    if template.status == TemplateStatus.REJECTED:
        words = f"WhatsApp rejected the template: {review.reason or 'no reason given'}"
        for campaign in session.exec(select(OutreachCampaign).where(OutreachCampaign.template_id == template.id)):
            consequences.pause(session, template.customer_id, Channel.WHATSAPP, words, campaign)
