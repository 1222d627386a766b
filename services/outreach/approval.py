"""WhatsApp's approval of templates: asked for once, followed until it is given or refused."""

import asyncio
import re
from dataclasses import dataclass
from datetime import timedelta

from sqlmodel import Session, and_, col, or_, select

from services.core.clock import now
from services.core.errors import ProviderDown, ProviderRefused, Refusal
from services.core.log import get_logger
from services.core.scope import system_scope
from services.db import in_reading, in_transaction, on_database_thread, system_reading
from services.integrations import sandbox
from services.integrations.actions import mark_failing
from services.integrations.queries import credentials_of, find, sending_accounts
from services.models import (
    ApprovalStatus,
    Channel,
    Customer,
    IntegrationStatus,
    OutreachCampaign,
    OutreachCampaignStatus,
    Template,
    TemplateApproval,
    TemplateStatus,
)
from services.outreach.approvals import approval_of, is_in_use, want
from services.outreach.template_changes import learn
from services.outreach.texts import Content, content_of
from services.providers.base import Credentials, TemplateHost, TemplateReview, TemplateState
from services.providers.registry import provider as build
from services.queue import JobName, enqueue

LOOKS = 8  # in one go, for a provider that answers at once
SECONDS_BETWEEN_LOOKS = 1.0
WAITING = (TemplateStatus.DRAFT, TemplateStatus.PENDING)
MOST_AT_ONCE = 50
FOLLOWED_EVERY = timedelta(hours=1)  # an answered template in use: not every vendor tells when it changes
SUBMITTED_AS = "marketing"
_ASKED = (ApprovalStatus.WANTED, ApprovalStatus.PENDING)
_FOLLOWED = (ApprovalStatus.APPROVED, ApprovalStatus.PAUSED)
_LIVE = (OutreachCampaignStatus.RUNNING, OutreachCampaignStatus.SCHEDULED, OutreachCampaignStatus.PAUSED)
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
    body, present = campaign.message_template, campaign.template_id
    chosen, content = template_of(session, customer, campaign.name, body, present)
    campaign.template_id = chosen.id
    return chosen, content


def template_of(
    session: Session, customer: Customer, name: str, body: str, present_id: int | None
) -> tuple[Template, Content]:
    """The present template where it holds exactly this text, else another one, whose approval is asked for."""
    content = content_of(body, customer)
    present = session.get(Template, present_id) if present_id else None
    if present is not None and present.content_body == content.body:
        chosen = present
    elif present is not None and not present.content_body and present.body == body:
        present.content_body = content.body
        chosen = present
    else:
        chosen = keep_template(session, name, body, content)
    ask_to_sync(session, chosen)
    return chosen, content


def keep_template(session: Session, name: str, body: str, content: Content) -> Template:
    """A WhatsApp template that shows `content`, an earlier one where there is one."""
    found = template_that_shows(session, content)
    if found is None:
        found = Template(name=name[:120], channel=Channel.WHATSAPP, body=body, content_body=content.body)
        session.add(found)
        session.flush()
    return found


def template_that_shows(session: Session, content: Content) -> Template | None:
    """The first WhatsApp template with exactly these words."""
    same = select(Template).where(Template.channel == Channel.WHATSAPP, Template.content_body == content.body)
    return session.exec(same.order_by(col(Template.id)).limit(1)).first()


def ask_to_sync(session: Session, template: Template | None = None) -> None:
    """Have approvals asked for and looked at, once this transaction is saved; not for a template with its answer."""
    if template is None or template.status in WAITING:
        customer_id = session.info["customer_id"]
        enqueue(session, JobName.SYNC_TEMPLATES, unique=f"templates:{customer_id}", owner_id=customer_id)


async def sync(owner_id: int = 0) -> None:
    """Submit and follow the templates of one customer, or of all; one account's trouble is not another's."""
    owners = [owner_id] if owner_id else await on_database_thread(_owners)
    for one in owners:
        for provider in await in_reading(system_scope(one), _providers):
            try:
                await _sync_account(one, provider)
            except ProviderDown as error:
                log.warning("template_sync_delayed", customer_id=one, provider=provider, code=error.code)


def _owners() -> list[int]:
    """Whose templates wait, or are in use."""
    waiting = select(Template.customer_id).where(
        Template.channel == Channel.WHATSAPP, col(Template.status).in_(WAITING), Template.content_body != ""
    )
    asked = select(TemplateApproval.customer_id).where(col(TemplateApproval.status).in_(_ASKED))
    used = select(Template.customer_id).where(is_in_use(_LIVE))
    with system_reading() as session:
        return sorted({owner for wanted in (waiting, asked, used) for owner in session.exec(wanted.distinct())})


def _providers(session: Session) -> list[str]:
    """The accounts that send and take their keys, and others where an approval is still open."""
    asked = session.exec(
        select(TemplateApproval.provider).where(col(TemplateApproval.status).in_(_ASKED)).distinct()
    ).all()
    rows = sending_accounts(session, Channel.WHATSAPP)
    failing = {row.provider for row in rows if row.status == IntegrationStatus.FAILING}
    names = [row.provider for row in rows] + sorted(asked)
    return [name for name in dict.fromkeys(names) if name not in failing]


async def _sync_account(customer_id: int, provider: str) -> None:
    scope = system_scope(customer_id)
    for look in range(LOOKS):
        credentials, waiting = await in_reading(scope, _waiting, provider)
        if credentials is None or not waiting:
            return
        if look:
            await asyncio.sleep(SECONDS_BETWEEN_LOOKS)
        if credentials.is_sandbox:
            await sandbox.ensure_registered(customer_id)
        host = build(provider, TemplateHost, credentials)
        for asked in waiting:
            try:
                review = await _reviewed(host, asked)
            except ProviderRefused as error:
                await in_transaction(scope, _account_refused, provider, credentials.is_sandbox, error.message)
                return
            await in_transaction(scope, _keep_review, provider, asked.id, review)


def _waiting(session: Session, provider: str) -> tuple[Credentials | None, list[_Asked]]:
    """What is to be submitted there, and what is to be looked at: at once until it is answered, then every hour."""
    row = find(session, provider)
    if row is None:
        return None, []
    here = and_(col(TemplateApproval.template_id) == Template.id, col(TemplateApproval.provider) == provider)
    status, checked = col(TemplateApproval.status), col(TemplateApproval.checked_at)
    in_use = is_in_use(_LIVE)
    stale = status.in_(_FOLLOWED) & (checked.is_(None) | (checked < now() - FOLLOWED_EVERY)) & in_use
    first = next(iter(sending_accounts(session, Channel.WHATSAPP)), None)
    missing = col(TemplateApproval.id).is_(None)
    if first is None or first.provider != provider:
        missing = missing & in_use
    wanted = (
        select(Template, TemplateApproval)
        .outerjoin(TemplateApproval, here)
        .where(
            Template.channel == Channel.WHATSAPP,
            Template.content_body != "",
            or_(missing, status.in_(_ASKED), stale),
        )
        .order_by(col(Template.id))
        .limit(MOST_AT_ONCE)
    )
    asked = [
        _Asked(one.id or 0, _wire_name(one), one.content_body, known.provider_sid if known else "")
        for one, known in session.exec(wanted)
    ]
    return credentials_of(row), asked


def _wire_name(template: Template) -> str:
    """Lower case and underscores, unique by the template's own id."""
    words = re.sub(r"[^a-z0-9]+", "_", template.name.lower()).strip("_")[:60]
    return f"{words or 'template'}_{template.public_id.removeprefix('tpl_')[-12:]}"


async def _reviewed(host: TemplateHost, asked: _Asked) -> TemplateReview:
    """Raises ProviderRefused when the account itself is refused: that says nothing of the template."""
    try:
        if asked.sid:
            return await host.review_template(asked.sid)
        numbers = dict.fromkeys(re.findall(r"\{\{(\d+)\}\}", asked.body), "your business")
        return await host.submit_template(asked.name, asked.body, numbers)
    except ProviderRefused as error:
        if error.about is Refusal.ACCOUNT:
            raise
        return TemplateReview(asked.sid, TemplateState.REJECTED, error.message)


def _account_refused(session: Session, provider: str, is_sandbox: bool, words: str) -> None:
    """The sandbox forgets accounts when it is started anew."""
    customer_id = session.info["customer_id"]
    log.warning("template_sync_refused", customer_id=customer_id, provider=provider)
    if is_sandbox:
        sandbox.forget_registration(customer_id)
    else:
        mark_failing(session, customer_id, provider, words)


def _keep_review(session: Session, provider: str, template_id: int, review: TemplateReview) -> None:
    template = session.get(Template, template_id)
    if template is None:
        return
    want(session, template, provider)
    approval = approval_of(session, template_id, provider)
    if approval is None:
        return
    approval.provider_sid = review.sid or approval.provider_sid
    if approval.submitted_at is None:
        approval.submitted_at, approval.category = now(), approval.category or SUBMITTED_AS
    learn(session, approval, ApprovalStatus(review.state.value), review.reason, review.category)
