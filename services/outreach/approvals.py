"""Where a template stands at each account: what was said of it is kept here, and nowhere else."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ColumnElement, exists, union
from sqlmodel import Session, col, func, or_, select
from sqlmodel.sql.expression import SelectOfScalar

from services.core.clock import now
from services.db import insert_ignoring
from services.integrations.queries import sending_accounts
from services.models import (
    ApprovalStatus,
    CampaignStep,
    CampaignVariant,
    Channel,
    OutreachCampaign,
    OutreachCampaignStatus,
    Template,
    TemplateApproval,
    TemplateStatus,
)

STOPPED = (ApprovalStatus.REJECTED, ApprovalStatus.PAUSED, ApprovalStatus.DISABLED)
_OPEN = {ApprovalStatus.WANTED: TemplateStatus.DRAFT, ApprovalStatus.PENDING: TemplateStatus.PENDING}


@dataclass(frozen=True)
class Change:
    """What became different at one account; "" and None where nothing did."""

    status: ApprovalStatus | None = None
    category_before: str = ""


def approval_of(session: Session, template_id: int | None, provider: str) -> TemplateApproval | None:
    """Of one template at one account; None when it was never asked for there."""
    wanted = select(TemplateApproval).where(
        TemplateApproval.template_id == template_id, TemplateApproval.provider == provider
    )
    return session.exec(wanted).first()


def approval_named(session: Session, provider: str, sid: str) -> TemplateApproval | None:
    """By the provider's own name of the template."""
    wanted = select(TemplateApproval).where(
        TemplateApproval.provider == provider,
        TemplateApproval.provider_sid == sid,
        TemplateApproval.customer_id == session.info["customer_id"],
    )
    return session.exec(wanted).first() if sid else None


def want(session: Session, template: Template, provider: str) -> None:
    """Have it asked for at this account too; twice asks once."""
    insert_ignoring(session, TemplateApproval, [{"template_id": template.id, "provider": provider}])


def sids_at(session: Session, template_ids: Collection[int], provider: str) -> dict[int, str]:
    """What the account calls these templates."""
    wanted = select(TemplateApproval.template_id, TemplateApproval.provider_sid).where(
        col(TemplateApproval.template_id).in_(template_ids), TemplateApproval.provider == provider
    )
    return dict(session.exec(wanted).all()) if template_ids else {}


def is_approved(template_id: object, provider: str = "") -> ColumnElement[bool]:
    """SQL: whether the template is approved at this account, or at any."""
    approved = [
        col(TemplateApproval.template_id) == template_id,
        col(TemplateApproval.status) == ApprovalStatus.APPROVED,
    ]
    if provider:
        approved.append(col(TemplateApproval.provider) == provider)
    return exists().where(*approved)


def is_in_use(statuses: Collection[OutreachCampaignStatus]) -> ColumnElement[bool]:
    """SQL: whether a campaign of these statuses writes the template, first or as a follow-up."""
    live = select(OutreachCampaign.id).where(col(OutreachCampaign.status).in_(statuses))
    firsts = select(OutreachCampaign.template_id).where(
        col(OutreachCampaign.id).in_(live), col(OutreachCampaign.template_id).is_not(None)
    )
    later = select(CampaignStep.template_id).where(
        col(CampaignStep.outreach_campaign_id).in_(live), col(CampaignStep.template_id).is_not(None)
    )
    others = select(CampaignVariant.template_id).where(
        col(CampaignVariant.outreach_campaign_id).in_(live), col(CampaignVariant.template_id).is_not(None)
    )
    return or_(*(col(Template.id).in_(written) for written in (firsts, later, others)))


def is_written_by(template_id: int) -> ColumnElement[bool]:
    """SQL: whether the outreach campaign of the statement writes this template."""
    later = select(CampaignStep.outreach_campaign_id).where(CampaignStep.template_id == template_id)
    others = select(CampaignVariant.outreach_campaign_id).where(CampaignVariant.template_id == template_id)
    known = col(OutreachCampaign.id)
    return or_(col(OutreachCampaign.template_id) == template_id, known.in_(later), known.in_(others))


def campaigns_by_template(session: Session) -> dict[int, int]:
    """Template id → how many campaigns write it, first, as a follow-up or as another text."""
    writing = union(
        select(OutreachCampaign.template_id, OutreachCampaign.id).where(col(OutreachCampaign.template_id).is_not(None)),
        select(CampaignStep.template_id, CampaignStep.outreach_campaign_id),
        select(CampaignVariant.template_id, CampaignVariant.outreach_campaign_id),
    ).subquery()
    template_id = writing.c.template_id
    counted = select(template_id, func.count()).where(template_id.is_not(None)).group_by(template_id)
    return dict(session.execute(counted).all())


def approved_elsewhere(session: Session, template_id: int | None, provider: str) -> list[str]:
    """The customer's other accounts that may send the template, the next one first."""
    wanted: SelectOfScalar[str] = select(TemplateApproval.provider).where(
        TemplateApproval.template_id == template_id,
        TemplateApproval.status == ApprovalStatus.APPROVED,
        TemplateApproval.provider != provider,
    )
    approved = set(session.exec(wanted))
    return [row.provider for row in sending_accounts(session, Channel.WHATSAPP) if row.provider in approved]


def note(session: Session, approval: TemplateApproval, status: ApprovalStatus, reason: str, category: str) -> Change:
    """Keep what the provider says; `category` "" says nothing of it. Returns what is different now."""
    before = approval.category
    changed = None if approval.status == status else status
    approval.status, approval.reason, approval.checked_at = status, reason[:500], now()
    if category:
        approval.category = category[:20]
    session.flush()
    summarise(session, approval.template_id)
    return Change(changed, before if before and approval.category != before else "")


def summarise(session: Session, template_id: int) -> None:
    """The template shows the best of what its accounts say."""
    template = session.get_one(Template, template_id)
    found = session.exec(select(TemplateApproval).where(TemplateApproval.template_id == template_id)).all()
    stopped = [one for one in found if one.status in STOPPED]
    if any(one.status == ApprovalStatus.APPROVED for one in found):
        template.status, template.rejection_reason = TemplateStatus.APPROVED, ""
    elif len(stopped) < len(found) or not found:
        waits = [one.status for one in found if one.status not in STOPPED]
        template.status = _OPEN[max(waits, key=list(_OPEN).index)] if waits else TemplateStatus.DRAFT
        template.rejection_reason = ""
    else:
        template.status, template.rejection_reason = TemplateStatus.REJECTED, stopped[0].reason
