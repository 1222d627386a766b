"""Writes. Create, edit, pause, resume, run now, duplicate, archive."""

from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import update
from sqlmodel import Session, col, select

from services import audit
from services.answering.settings import answers_of, keep_answers, switch_off
from services.campaigns.launch import campaign_name, start_run
from services.campaigns.outreach import get_outreach
from services.campaigns.outreach_form import OutreachForm, apply, check
from services.campaigns.rules import next_at_hour
from services.campaigns.scraping import get_scraping
from services.campaigns.sources import SOURCES, USUAL_SOURCES
from services.campaigns.steps import copy_steps, keep_steps
from services.campaigns.variants import VariantForm, keep_variants, variant_forms
from services.core.clock import now
from services.core.errors import Conflict, Invalid, NotFound
from services.core.scope import Can, Scope
from services.live import Topic, announce
from services.models import (
    WAITING,
    Customer,
    Frequency,
    OutreachCampaign,
    OutreachCampaignStatus,
    OutreachMessage,
    OutreachMessageStatus,
    RunStatus,
    ScheduleType,
    ScrapingCampaign,
    ScrapingRun,
    ScrapingStatus,
    Template,
)
from services.outreach.opens import follow_choice
from services.outreach.writing import ask_to_dispatch, ask_to_queue
from services.templates.rules import variables_in


@dataclass(frozen=True)
class ScrapingForm:
    """What a person enters for a scraping campaign."""

    name: str
    industries: list[str]
    locations: list[str]
    job_titles: list[str] = field(default_factory=list)
    keywords: list[str] = field(default_factory=list)
    company_size: str = ""
    sources: list[str] = field(default_factory=lambda: list(USUAL_SOURCES))
    directory_urls: list[str] = field(default_factory=list)
    frequency: Frequency = Frequency.DAILY
    run_at_hour: int = 9
    max_leads_per_run: int = 100
    quality_threshold: int = 60


def save_scraping(session: Session, scope: Scope, form: ScrapingForm, campaign_id: str = "") -> ScrapingCampaign:
    """Create a campaign and start its first run, or change one."""
    scope.require(Can.RUN_CAMPAIGNS)
    _check_scraping(form)
    campaign = get_scraping(session, campaign_id) if campaign_id else ScrapingCampaign(name="")
    campaign.name = (form.name.strip() or campaign_name(form.industries, form.locations))[:200]
    campaign.search_criteria = {
        "industry": form.industries,
        "job_titles": form.job_titles,
        "locations": form.locations,
        "company_size": form.company_size,
        "keywords": form.keywords,
    }
    campaign.sources, campaign.directory_urls = form.sources, form.directory_urls
    campaign.frequency, campaign.run_at_hour = form.frequency, form.run_at_hour
    campaign.max_leads_per_run, campaign.quality_threshold = form.max_leads_per_run, form.quality_threshold
    campaign.next_run_at = next_at_hour(now(), form.run_at_hour, session.get_one(Customer, scope.customer_id).zone)
    session.add(campaign)
    session.flush()
    if not campaign_id:
        start_run(session, scope, campaign, "manual")
    _told(session, scope, "scraping_campaign_saved", campaign.public_id, Topic.CAMPAIGNS)
    return campaign


def _check_scraping(form: ScrapingForm) -> None:
    if not form.industries:
        raise Invalid("Add at least one industry to look in.", "industries")
    if not form.locations:
        raise Invalid("Add at least one city to look in.", "locations")
    if not form.sources or not set(form.sources) <= set(SOURCES):
        raise Invalid("Choose at least one place to look.", "sources")
    if not 0 <= form.run_at_hour <= 23:
        raise Invalid("Choose an hour of the day.", "run_at_hour")
    if not 1 <= form.max_leads_per_run <= 5000:
        raise Invalid("Enter between 1 and 5,000 contacts a run.", "max_leads_per_run")
    if not 0 <= form.quality_threshold <= 100:
        raise Invalid("Enter a score between 0 and 100.", "quality_threshold")


def save_outreach(session: Session, scope: Scope, form: OutreachForm, campaign_id: str = "") -> OutreachCampaign:
    """Create a running campaign, or change one; a new WhatsApp text goes through approval again."""
    scope.require(Can.RUN_CAMPAIGNS)
    check(form)
    campaign = get_outreach(session, campaign_id) if campaign_id else OutreachCampaign(name="", type=form.channel)
    keep_variants(session, campaign, VariantForm(form.message, form.subject), form.variants)
    variables = variables_in(f"{form.subject} {form.message}")
    if not campaign_id or (campaign.message_template, campaign.subject_template) != (form.message, form.subject):
        template = Template(
            name=form.name[:120], channel=campaign.type, subject=form.subject, body=form.message, variables=variables
        )
        session.add(template)
        session.flush()
        campaign.template_id = template.id
    campaign.name, campaign.variables = form.name.strip(), variables
    campaign.message_template, campaign.subject_template = form.message, form.subject
    apply(form, campaign, is_new=not campaign_id)
    session.add(campaign)
    session.flush()
    if not campaign_id:
        keep_variants(session, campaign, VariantForm(form.message, form.subject), form.variants)
    keep_steps(session, campaign, form.steps)
    keep_answers(session, scope, campaign, form.answers)
    follow_choice(session, campaign)
    ask_to_queue(session, scope.customer_id)
    _told(session, scope, "outreach_campaign_saved", campaign.public_id, Topic.OUTREACH)
    return campaign


def _any_campaign(session: Session, campaign_id: str) -> ScrapingCampaign | OutreachCampaign:
    for table in (ScrapingCampaign, OutreachCampaign):
        found: Any = session.exec(select(table).where(col(table.public_id) == campaign_id).with_for_update()).first()
        if found is not None:
            return found
    raise NotFound("The campaign")


def pause(session: Session, scope: Scope, campaign_id: str) -> None:
    """Nothing new is looked for or sent; what is being sent this second still finishes."""
    scope.require(Can.RUN_CAMPAIGNS)
    campaign = _any_campaign(session, campaign_id)
    if isinstance(campaign, ScrapingCampaign):
        _expect(campaign.status == ScrapingStatus.ACTIVE, "Only an active campaign can be paused.")
        campaign.status = ScrapingStatus.PAUSED
    else:
        running = (OutreachCampaignStatus.RUNNING, OutreachCampaignStatus.SCHEDULED)
        _expect(campaign.status in running, "Only a running campaign can be paused.")
        campaign.status, campaign.paused_reason = OutreachCampaignStatus.PAUSED, ""
    _told(session, scope, "campaign_paused", campaign_id, _topic(campaign))


def resume(session: Session, scope: Scope, campaign_id: str) -> None:
    """Go on where it was paused."""
    scope.require(Can.RUN_CAMPAIGNS)
    campaign = _any_campaign(session, campaign_id)
    if isinstance(campaign, ScrapingCampaign):
        _expect(campaign.status == ScrapingStatus.PAUSED, "Only a paused campaign can be resumed.")
        campaign.status = ScrapingStatus.ACTIVE
        zone = session.get_one(Customer, scope.customer_id).zone
        campaign.next_run_at = next_at_hour(now(), campaign.run_at_hour, zone)
    else:
        _expect(campaign.status == OutreachCampaignStatus.PAUSED, "Only a paused campaign can be resumed.")
        waits = _is_to_come(campaign)
        campaign.status = OutreachCampaignStatus.SCHEDULED if waits else OutreachCampaignStatus.RUNNING
        campaign.paused_reason = ""
        ask_to_queue(session, scope.customer_id)
        ask_to_dispatch(session)
    _told(session, scope, "campaign_resumed", campaign_id, _topic(campaign))


def _is_to_come(campaign: OutreachCampaign) -> bool:
    return campaign.schedule_date is not None and campaign.schedule_date > now()


def run_now(session: Session, scope: Scope, campaign_id: str) -> None:
    """Look for contacts at once; one run of a campaign at a time."""
    scope.require(Can.RUN_CAMPAIGNS)
    campaign = get_scraping(session, campaign_id)
    _expect(campaign.status == ScrapingStatus.ACTIVE, "Resume the campaign first.")
    waiting = select(ScrapingRun.id).where(
        ScrapingRun.scraping_campaign_id == campaign.id,
        col(ScrapingRun.status).in_((RunStatus.QUEUED, RunStatus.RUNNING, RunStatus.WAITING)),
    )
    _expect(session.exec(waiting).first() is None, "This campaign is running already.")
    start_run(session, scope, campaign, "manual")
    _told(session, scope, "scraping_run_started", campaign_id, Topic.CAMPAIGNS)


def duplicate(session: Session, scope: Scope, campaign_id: str) -> str:
    """A paused copy to change before it starts; returns its public id."""
    scope.require(Can.RUN_CAMPAIGNS)
    original = _any_campaign(session, campaign_id)
    shared = {"name": f"Copy of {original.name}"[:200]}
    if isinstance(original, ScrapingCampaign):
        kept = ("search_criteria", "sources", "directory_urls", "frequency", "run_at_hour", "max_leads_per_run",
                "quality_threshold")  # fmt: skip
        copy: Any = ScrapingCampaign(
            status=ScrapingStatus.PAUSED, **shared, **{key: getattr(original, key) for key in kept}
        )
    else:
        kept = ("type", "target_contacts", "template_id", "message_template", "subject_template", "variables",
                "schedule_type", "send_at_hour", "daily_limit", "min_score", "send_from", "send_until",
                "tracks_opens")  # fmt: skip
        copy = OutreachCampaign(
            status=OutreachCampaignStatus.PAUSED, **shared, **{key: getattr(original, key) for key in kept}
        )
        if _is_to_come(original):
            copy.schedule_date = original.schedule_date
        elif copy.schedule_type == ScheduleType.SCHEDULED:  # its day is over: the copy goes out when it is resumed
            copy.schedule_type = ScheduleType.IMMEDIATE
    session.add(copy)
    session.flush()
    if isinstance(original, OutreachCampaign):
        copy_steps(session, original, copy)
        own = VariantForm(copy.message_template, copy.subject_template)
        keep_variants(session, copy, own, variant_forms(session, original))
        keep_answers(session, scope, copy, replace(answers_of(session, original), is_on=False))
    _told(session, scope, "campaign_duplicated", copy.public_id, _topic(copy))
    return copy.public_id


def stop_answering(session: Session, scope: Scope, campaign_id: str) -> None:
    """Leave every message to people from now on; what was chosen stays for another time."""
    scope.require(Can.RUN_CAMPAIGNS)
    switch_off(session, scope, get_outreach(session, campaign_id))
    announce(session, scope.customer_id, Topic.OUTREACH, campaign_id)


def archive(session: Session, scope: Scope, campaign_id: str) -> None:
    """End a campaign for good; what it found and sent stays."""
    scope.require(Can.RUN_CAMPAIGNS)
    campaign = _any_campaign(session, campaign_id)
    if isinstance(campaign, ScrapingCampaign):
        campaign.status, campaign.next_run_at = ScrapingStatus.COMPLETED, None
    else:
        campaign.status = OutreachCampaignStatus.COMPLETED
        switch_off(session, scope, campaign)
        session.execute(
            update(OutreachMessage)
            .where(col(OutreachMessage.outreach_campaign_id) == campaign.id, col(OutreachMessage.status).in_(WAITING))
            .values(status=OutreachMessageStatus.CANCELLED, error_message="The campaign was archived.")
        )
    _told(session, scope, "campaign_archived", campaign_id, _topic(campaign))


def _expect(condition: bool, message: str) -> None:
    if not condition:
        raise Conflict(message)


def _topic(campaign: ScrapingCampaign | OutreachCampaign) -> Topic:
    return Topic.CAMPAIGNS if isinstance(campaign, ScrapingCampaign) else Topic.OUTREACH


def _told(session: Session, scope: Scope, action: str, public_id: str, topic: Topic) -> None:
    audit.record(session, scope, action, public_id)
    announce(session, scope.customer_id, topic, public_id)
