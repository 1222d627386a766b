"""Launch: everything the wizard promised, in one transaction, once."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, select

from services import audit
from services.campaigns.draft import Ads, Audience, Budget, Business, Outreach, Scraping, Step
from services.campaigns.drafts import load, problems_by_step
from services.campaigns.rules import next_at_hour
from services.core.clock import now
from services.core.errors import Invalid
from services.core.scope import Can, Scope
from services.inbound.alerts import prepare_templates
from services.integrations.sandbox import ask_to_register, ensure_sandbox
from services.live import Topic, announce, notify, record_activity
from services.models import (
    AdCampaign,
    AdCampaignStatus,
    AdPlatformName,
    Channel,
    Customer,
    OutreachCampaign,
    OutreachCampaignStatus,
    ScheduleType,
    ScrapingCampaign,
    ScrapingRun,
    Template,
    User,
    WhatsAppReach,
)
from services.playbooks import playbook_for
from services.queue import JobName, enqueue
from services.templates.rules import variables_in

FIRST_SEARCH_HOUR = 9
FIRST_SEND_HOUR = 10


@dataclass(frozen=True)
class _Plan:
    """The validated answers."""

    business: Business
    audience: Audience
    scraping: Scraping
    ads: Ads
    outreach: Outreach
    budget: Budget


def launch(session: Session, scope: Scope) -> bool:
    """Create, schedule and start every campaign; False when it had been launched before (pressing twice is safe).

    Raises Invalid naming the first step that is not complete. The caller's transaction makes it all or nothing.
    """
    scope.require(Can.LAUNCH)
    customer = session.exec(select(Customer).where(Customer.id == scope.customer_id).with_for_update()).one()
    if customer.launched_at:
        return False
    draft = load(session, scope)
    for step, problems in problems_by_step(draft).items():
        raise Invalid(f"Step {step.number} is not complete: {next(iter(problems.values()))}", step.value)
    plan = _Plan(
        business=Business.model_validate(draft.answers[Step.BUSINESS]),
        audience=Audience.model_validate(draft.answers[Step.AUDIENCE]),
        scraping=Scraping.model_validate(draft.answers[Step.SCRAPING]),
        ads=Ads.model_validate(draft.answers[Step.ADS]),
        outreach=Outreach.model_validate(draft.answers[Step.OUTREACH]),
        budget=Budget.model_validate(draft.answers[Step.BUDGET]),
    )
    at = now()
    _fill_customer(customer, plan, at)
    if not customer.sender_name:
        customer.sender_name = _name_of(session, scope.user_id)
    ensure_sandbox(session, customer)
    ask_to_register(session, scope.customer_id)
    prepare_templates(session, customer)
    _create_outreach(session, plan, at)
    _create_ads(session, plan)
    if plan.scraping.enabled:
        _create_scraping(session, scope, plan, at, customer.zone)
    _tell(session, scope, customer)
    return True


def _fill_customer(customer: Customer, plan: _Plan, at: datetime) -> None:
    business = plan.business
    customer.name, customer.description = business.business_name, business.description
    customer.industry, customer.services, customer.cities = business.industry, business.services, business.cities
    customer.website, customer.phone = business.website, business.phone
    customer.address = business.address
    customer.audience = plan.audience.model_dump()
    customer.whatsapp_reach = WhatsAppReach(plan.outreach.whatsapp_reach)
    customer.budget_monthly_paise, customer.budget_split = plan.budget.total_paise, plan.budget.split
    customer.terms_accepted_at = customer.launched_at = at


def _name_of(session: Session, user_id: int) -> str:
    """Whoever launches signs the first messages, until Settings says otherwise."""
    return session.exec(select(User.name).where(User.id == user_id)).first() or ""


def _create_scraping(session: Session, scope: Scope, plan: _Plan, at: datetime, zone: str) -> None:
    wanted = plan.scraping
    campaign = ScrapingCampaign(
        name=campaign_name(wanted.industries, wanted.locations),
        search_criteria={
            "industry": wanted.industries,
            "job_titles": wanted.job_titles,
            "locations": wanted.locations,
            "company_size": wanted.company_size,
            "keywords": wanted.keywords,
        },
        sources=wanted.sources,
        directory_urls=wanted.directory_urls,
        run_at_hour=FIRST_SEARCH_HOUR,
        max_leads_per_run=wanted.leads_per_day,
        quality_threshold=wanted.quality_threshold,
        next_run_at=next_at_hour(at, FIRST_SEARCH_HOUR, zone),
    )
    session.add(campaign)
    session.flush()
    start_run(session, scope, campaign, "launch")


def start_run(session: Session, scope: Scope, campaign: ScrapingCampaign, trigger: str) -> ScrapingRun:
    """Queue one run of a campaign; `trigger` is launch, manual or schedule."""
    run = ScrapingRun(scraping_campaign_id=campaign.id or 0, trigger=trigger)
    session.add(run)
    session.flush()
    enqueue(
        session,
        JobName.RUN_SCRAPING,
        customer_id=scope.customer_id,
        unique=f"scrape:{run.id}",
        lock=f"scrape:{campaign.id}",
        run_id=run.id,
    )
    return run


def campaign_name(industries: list[str], locations: list[str]) -> str:
    """ "Dentists in Pune and 2 more": what the list calls a campaign."""
    more = f" and {len(locations) - 1} more" if len(locations) > 1 else ""
    what = industries[0][:1].upper() + industries[0][1:] if industries else "Businesses"
    return f"{what} in {locations[0]}{more}"[:200] if locations else what[:200]


def _create_outreach(session: Session, plan: _Plan, at: datetime) -> None:
    texts = (
        (Channel.WHATSAPP, "WhatsApp welcome", "", plan.outreach.whatsapp_text),
        (Channel.EMAIL, "Email welcome", plan.outreach.email_subject, plan.outreach.email_body),
    )
    for channel, name, subject, body in texts:
        variables = variables_in(f"{subject} {body}")
        template = Template(name=name, channel=channel, subject=subject, body=body, variables=variables)
        session.add(template)
        session.flush()
        session.add(
            OutreachCampaign(
                name=name,
                type=channel,
                status=OutreachCampaignStatus.RUNNING,
                target_contacts={"min_score": plan.scraping.quality_threshold},
                template_id=template.id,
                message_template=body,
                subject_template=subject,
                variables=variables,
                schedule_type=ScheduleType.DAILY,
                send_at_hour=FIRST_SEND_HOUR,
                min_score=plan.scraping.quality_threshold,
                launched_at=at,
            )
        )


def _create_ads(session: Session, plan: _Plan) -> None:
    """Ads wait for approval: nothing is bought until the account is connected and the customer confirms."""
    ads, questions = plan.ads, list(playbook_for(plan.business.industry).form_questions)
    form = {"questions": ["Full name", "Phone", "Email", *questions]}
    if ads.meta_enabled:
        _add_ad(session, AdPlatformName.META, ads.meta_daily_paise, plan.budget.meta_paise, form,
                targeting={"locations": ads.meta_locations, "interests": plan.audience.interests},
                creative={"headline": ads.meta_headline, "text": ads.meta_text})  # fmt: skip
    if ads.google_enabled:
        _add_ad(session, AdPlatformName.GOOGLE, ads.google_daily_paise, plan.budget.google_paise, form,
                targeting={"keywords": ads.google_keywords, "locations": plan.business.cities},
                creative={"headline": ads.google_headline, "text": ads.google_text})  # fmt: skip


def _add_ad(
    session: Session,
    platform: AdPlatformName,
    daily_paise: int,
    total_paise: int,
    form: dict[str, Any],
    *,
    targeting: dict[str, Any],
    creative: dict[str, Any],
) -> None:
    session.add(
        AdCampaign(
            name=creative["headline"] or f"{platform.value.title()} lead form",
            platform=platform,
            status=AdCampaignStatus.PENDING_APPROVAL,
            budget_daily_paise=daily_paise,
            budget_total_paise=total_paise,
            targeting=targeting,
            ad_creative=creative,
            lead_form=form,
        )
    )


def _tell(session: Session, scope: Scope, customer: Customer) -> None:
    audit.record(session, scope, "campaigns_launched", customer.public_id)
    record_activity(session, scope.customer_id, "campaign_launched", "Campaigns launched", "/dashboard")
    notify(
        session,
        scope.customer_id,
        "campaign_launched",
        "You are live",
        "We are looking for contacts now. The first messages go out within minutes.",
        "/dashboard",
    )
    for topic in (Topic.CAMPAIGNS, Topic.OUTREACH):
        announce(session, scope.customer_id, topic)
