"""An enquiry from an ad form: straight into the leads, once, with what was asked and answered."""

from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlmodel import Session, col

from services.cleaning import normalise_city
from services.compliance.actions import ConsentLine, record_consent
from services.conversations.actions import Heard as Said
from services.conversations.actions import hear
from services.core.addresses import normalise_email, normalise_phone
from services.core.clock import now
from services.core.scope import Scope, system_scope
from services.inbound import alerts, events
from services.inbound.events import Heard
from services.inbound.people import hold_customer
from services.integrations.queries import find
from services.leads import rules
from services.leads.assigning import give
from services.leads.conversion import stop_outreach
from services.leads.erasing import erase_enquiry, is_being_written_to
from services.leads.queries import find_lead
from services.leads.scoring import score_now
from services.live import Topic, announce, record_activity
from services.models import (
    AdCampaign,
    AdPlatformName,
    Channel,
    ConsentStatus,
    Contact,
    ConversationChannel,
    Lead,
    LeadSourceName,
    LeadStatus,
    VerificationStatus,
)
from services.providers.base import AdLead
from services.timeline import record_lead_event

_SOURCE = {
    "meta": LeadSourceName.META_ADS,
    "google": LeadSourceName.GOOGLE_ADS,
    "linkedin": LeadSourceName.LINKEDIN_ADS,
}
_WORDS = {"meta": "Meta Ads", "google": "Google Ads", "linkedin": "LinkedIn Ads"}
_TEST_ANSWER = "<test lead:"  # what Meta's own testing tool fills in
_TEST = "A test enquiry: the connection works, no lead was made."
_GONE = "It was deleted where it came from."
_NOT_HERE = "Nothing of it is stored here."
_NOBODY = "The form holds neither a phone number nor an email address."


@dataclass(frozen=True)
class _Enquiry:
    """One form as we understand it; phone and e-mail are normalised."""

    platform: str
    form: AdLead
    person: rules.FormPerson
    phone: str | None
    email: str | None
    is_sandbox: bool


def handle_ad_lead(session: Session, heard: Heard, form: AdLead) -> str:
    """Keep one enquiry; returns why it was ignored, "" when it was not."""
    scope = system_scope(heard.customer_id)
    customer = hold_customer(session, heard.customer_id)
    enquiry = _understood(session, heard, form)
    platform = _WORDS[enquiry.platform]
    if events.event_of(session, heard.provider, f"lead:{form.platform_lead_id}:deleted"):
        return _GONE
    if heard.data.get("is_test") or _is_test(form):
        record_activity(session, heard.customer_id, "ad_lead_tested", f"A test enquiry from {platform} arrived")
        return _TEST
    if not (enquiry.phone or enquiry.email):
        record_activity(session, heard.customer_id, "ad_lead_empty", f"An enquiry from {platform} names no address")
        return _NOBODY
    campaign = _campaign(session, enquiry)
    lead = find_lead(session, phone=enquiry.phone, email=enquiry.email)
    known = lead is not None
    lead = lead or _new_lead(session, heard, enquiry, campaign)
    _fill_in(session, lead, enquiry)
    _hear_form(session, heard, lead, enquiry)
    score_now(session, lead)
    _count(session, campaign)
    _consent(session, scope, enquiry)
    if known:
        _come_back(session, lead, platform)
        alerts.tell_of_return(session, lead, f"sent another enquiry from {platform}")
    else:
        alerts.tell_of_new_lead(session, customer, lead, f"sent an enquiry from {platform}")
    alerts.thank(session, customer, lead)
    return ""


def handle_deleted_lead(session: Session, heard: Heard) -> str | None:
    """Forget an enquiry that its platform has deleted; returns why nothing was done, None to try again in a moment."""
    hold_customer(session, heard.customer_id)
    source, lead_id = _SOURCE[heard.text("platform")], heard.text("platform_lead_id")
    if is_being_written_to(session, source, lead_id):
        return None
    told = events.event_of(session, heard.provider, f"lead:{lead_id}")
    if not erase_enquiry(session, source, lead_id, told.id if told else None):
        return _NOT_HERE
    platform = _WORDS[heard.text("platform")]
    record_activity(
        session, heard.customer_id, "lead_erased", f"An enquiry from {platform} was deleted there, and here"
    )
    return ""


def _understood(session: Session, heard: Heard, form: AdLead) -> _Enquiry:
    person = rules.person_in(form.answers)
    integration = find(session, heard.provider)
    return _Enquiry(
        platform=heard.text("platform"),
        form=form,
        person=person,
        phone=normalise_phone(person.phone) if person.phone else None,
        email=normalise_email(person.email, allow_reserved=True) if person.email else None,
        is_sandbox=bool(integration and integration.is_sandbox),
    )


def _is_test(form: AdLead) -> bool:
    return form.is_test or any(answer.startswith(_TEST_ANSWER) for answer in form.answers.values())


def _campaign(session: Session, enquiry: _Enquiry) -> AdCampaign | None:
    """The ad campaign that the form belongs to, its counters held."""
    if enquiry.platform not in set(AdPlatformName):
        return None  # a platform whose campaigns are made elsewhere
    wanted = [
        column == value
        for column, value in (
            (col(AdCampaign.platform_form_id), enquiry.form.form_id),
            (col(AdCampaign.platform_campaign_id), enquiry.form.campaign_ref),
        )
        if value
    ]
    if not wanted:
        return None
    platform = AdPlatformName(enquiry.platform)
    found = select(AdCampaign).where(col(AdCampaign.platform) == platform, or_(*wanted)).order_by(col(AdCampaign.id))
    return session.execute(found.limit(1).with_for_update()).scalar_one_or_none()


def _new_lead(session: Session, heard: Heard, enquiry: _Enquiry, campaign: AdCampaign | None) -> Lead:
    lead = Lead(
        customer_id=heard.customer_id,
        name=enquiry.person.name[:200],
        phone=enquiry.phone,
        email=enquiry.email,
        company=enquiry.person.company[:200],
        source=_SOURCE[enquiry.platform],
        campaign_id=campaign.public_id if campaign else "",
        channel="form",
        location=normalise_city(enquiry.person.city).city[:200] if enquiry.person.city else "",
        platform_lead_id=enquiry.form.platform_lead_id[:200],
        is_sandbox=enquiry.is_sandbox,
        received_at=enquiry.form.created_at or heard.at,
    )
    contact = _contact(session, enquiry)
    if contact:
        lead.original_contact_id = contact.id
        _convert(session, contact)
    session.add(lead)
    session.flush()
    record_lead_event(session, lead, "created", f"Sent the lead form of {_WORDS[enquiry.platform]}")
    give(session, lead)
    return lead


def _contact(session: Session, enquiry: _Enquiry) -> Contact | None:
    """Somebody we had found ourselves and not yet as a lead: what still waits for them must not go out."""
    for column, value in ((col(Contact.phone), enquiry.phone), (col(Contact.email), enquiry.email)):
        if value:
            free = select(Contact).where(column == value, col(Contact.converted_to_lead).is_(False))
            contact = session.execute(free).scalar_one_or_none()
            if contact:
                return contact
    return None


def _convert(session: Session, contact: Contact) -> None:
    contact.converted_to_lead, contact.converted_at = True, now()
    contact.verification_status = VerificationStatus.VERIFIED
    stop_outreach(session, contact)
    announce(session, contact.customer_id, Topic.CONTACTS, contact.public_id)


def _fill_in(session: Session, lead: Lead, enquiry: _Enquiry) -> None:
    """What the lead left open before is taken from the form; what is known stays."""
    lead.phone = lead.phone or enquiry.phone
    lead.email = lead.email or enquiry.email
    lead.name = lead.name or enquiry.person.name[:200]
    earlier = lead.lead_data.get("answers", {})
    lead.lead_data = {**lead.lead_data, "answers": {**earlier, **enquiry.person.answers}}
    session.flush()


def _hear_form(session: Session, heard: Heard, lead: Lead, enquiry: _Enquiry) -> None:
    """The form opens the conversation; it is no WhatsApp message, so it opens no 24-hour window."""
    said = Said(
        text=rules.form_text(enquiry.person),
        channel=ConversationChannel.PLATFORM_CHAT,
        at=heard.at,
        inbound_event_id=heard.id,
        provider=heard.provider,
        extra={"form": dict(enquiry.person.answers)},
    )
    hear(session, lead, said, opens_on=ConversationChannel.WHATSAPP if lead.phone else ConversationChannel.EMAIL)


def _count(session: Session, campaign: AdCampaign | None) -> None:
    if campaign is None:
        return
    campaign.leads_generated += 1
    campaign.cost_per_lead_paise = campaign.spent_paise // campaign.leads_generated
    announce(session, campaign.customer_id, Topic.CAMPAIGNS, campaign.public_id)


def _consent(session: Session, scope: Scope, enquiry: _Enquiry) -> None:
    """Whoever asks to be contacted may be, on the addresses that they typed in."""
    evidence = f"Lead form {enquiry.form.form_id}, enquiry {enquiry.form.platform_lead_id}"
    for address, channel in ((enquiry.phone, Channel.WHATSAPP), (enquiry.email, Channel.EMAIL)):
        if address:
            line = ConsentLine(address, channel, ConsentStatus.GRANTED, evidence, _WORDS[enquiry.platform])
            record_consent(session, scope, line)


def _come_back(session: Session, lead: Lead, platform: str) -> None:
    record_lead_event(session, lead, "returned", f"Sent another enquiry from {platform}")
    if lead.status == LeadStatus.LOST:
        lead.status, lead.lost_reason = LeadStatus.NEW, ""
        record_lead_event(session, lead, "status", "Lost → New")
