"""The texts of a campaign's first message: who gets which, and which one is answered more often."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import case
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, exists, func, select

from services.live import Topic, announce, notify
from services.models import (
    FIRST_LETTER,
    FIRST_STEP,
    CampaignVariant,
    Channel,
    Contact,
    Customer,
    OutreachCampaign,
    OutreachMessage,
)
from services.outreach.approval import template_for, template_of
from services.outreach.significance import Arm, Comparison, compare
from services.outreach.texts import Content


@dataclass(frozen=True)
class Wording:
    """One text, ready to be filled; `letter` is "" where there is only one."""

    letter: str
    body: str
    subject: str
    content: Content
    template_id: int | None


def variants_of(session: Session, campaign: OutreachCampaign) -> list[CampaignVariant]:
    """The campaign's other texts, B to D."""
    wanted = select(CampaignVariant).where(CampaignVariant.outreach_campaign_id == campaign.id)
    return list(session.exec(wanted.order_by(col(CampaignVariant.letter))))


def wordings(session: Session, campaign: OutreachCampaign, customer: Customer) -> list[Wording]:
    """What a first message may say: all texts, or the winner alone once there is one."""
    others = variants_of(session, campaign)
    if others and not campaign.winning_variant:
        _choose_winner(session, campaign)
    content, template_id = Content(""), None
    if campaign.type == Channel.WHATSAPP:
        template, content = template_for(session, campaign, customer)
        template_id = template.id
    own = Wording(
        FIRST_LETTER if others else "", campaign.message_template, campaign.subject_template, content, template_id
    )
    found = [own, *(_wording(session, campaign, customer, one) for one in others)]
    return [one for one in found if one.letter == campaign.winning_variant] or found


def _wording(session: Session, campaign: OutreachCampaign, customer: Customer, one: CampaignVariant) -> Wording:
    content = Content("")
    if campaign.type == Channel.WHATSAPP:
        name = f"{campaign.name[:100]} {one.letter}"
        template, content = template_of(session, customer, name, one.body, one.template_id)
        one.template_id = template.id
    return Wording(one.letter, one.body, one.subject, content, one.template_id)


def pick(campaign: OutreachCampaign, contact: Contact, given: Sequence[Wording]) -> Wording:
    """The same for a contact whenever it is asked, and evenly spread over contacts."""
    digest = hashlib.sha256(f"{campaign.public_id}:{contact.public_id}".encode()).digest()
    return given[int.from_bytes(digest[:8]) % len(given)]


def arms(session: Session, campaign: OutreachCampaign) -> dict[str, Arm]:
    """Letter → how many got the text, and of them became a lead by an answer: a refusal or "stop" is no success."""
    answers = aliased(OutreachMessage)
    answered = exists().where(
        col(answers.outreach_campaign_id) == campaign.id,
        col(answers.contact_id) == col(OutreachMessage.contact_id),
        col(answers.responded_at).is_not(None),
    )
    counts: list[Any] = [
        func.count(),
        func.count(case((answered & col(Contact.converted_to_lead), 1))),
        func.count(col(OutreachMessage.delivered_at)),
        func.count(col(OutreachMessage.read_at)),
    ]
    wanted = (
        select(OutreachMessage.variant, *counts)
        .join(Contact, col(Contact.id) == col(OutreachMessage.contact_id))
        .where(
            OutreachMessage.outreach_campaign_id == campaign.id,
            OutreachMessage.step == FIRST_STEP,
            OutreachMessage.variant != "",
            col(OutreachMessage.sent_at).is_not(None),
        )
        .group_by(col(OutreachMessage.variant))
    )
    counted = {letter: Arm(*numbers) for letter, *numbers in session.execute(wanted)}
    letters = [FIRST_LETTER, *(one.letter for one in variants_of(session, campaign))]
    return {letter: counted.get(letter, Arm()) for letter in letters}


def standing(session: Session, campaign: OutreachCampaign) -> Comparison:
    """Which text is in front now, and how sure that is."""
    return compare(arms(session, campaign))


def _choose_winner(session: Session, campaign: OutreachCampaign) -> None:
    found = standing(session, campaign)
    if not found.is_decided:
        return
    campaign.winning_variant = found.best
    words = f"Text {found.best} is answered more often than the others. Whoever is still to come gets it."
    link = f"/outreach/{campaign.type.value}/{campaign.public_id}"
    notify(session, campaign.customer_id, "variant_won", f"“{campaign.name}”: text {found.best} wins", words, link)
    announce(session, campaign.customer_id, Topic.OUTREACH, campaign.public_id)
