"""What a campaign allows: kept with who changed it, and said in words."""

from sqlmodel import Session, col, func, select

from services import audit
from services.answering.rules import check_answers
from services.answering.types import AnswerForm
from services.core.scope import Can, Scope
from services.models import AnswerHours, AnswerRule, AnswerStatus, AutomaticAnswer, OutreachCampaign
from services.suggesting.topics import TOPIC_WORDS, Topic

HOURS_WORDS = {
    AnswerHours.ALWAYS: "at any time",
    AnswerHours.BETWEEN: "between two times",
    AnswerHours.OUTSIDE: "outside your hours for calls",
}


def answers_of(session: Session, campaign: OutreachCampaign) -> AnswerForm:
    """What the campaign allows; switched off where nobody ever chose."""
    rule = _rule(session, campaign)
    if rule is None:
        return AnswerForm()
    return AnswerForm(
        rule.is_on,
        rule.hours,
        rule.opens,
        rule.closes,
        [Topic(one) for one in rule.topics if one in set(Topic)],
        rule.most_answers,
        rule.least_confidence,
    )


def keep_answers(session: Session, scope: Scope, campaign: OutreachCampaign, form: AnswerForm) -> None:
    """Make this the campaign's rule, from the next message on; raises Invalid at the first wrong field."""
    scope.require(Can.RUN_CAMPAIGNS)
    check_answers(form)
    before = answers_of(session, campaign)
    if _same(form) == _same(before):
        return
    rule = _rule(session, campaign) or AnswerRule(customer_id=scope.customer_id, outreach_campaign_id=campaign.id or 0)
    rule.is_on, rule.hours, rule.opens, rule.closes = form.is_on, form.hours, form.opens, form.closes
    rule.topics = [one.value for one in form.topics]
    rule.most_answers, rule.least_confidence = form.most_answers, form.least_confidence
    session.add(rule)
    session.flush()
    if form.is_on or before.is_on:
        action = "off" if not form.is_on else "changed" if before.is_on else "on"
        detail = {"why": answers_words(form)} if form.is_on else {}
        audit.record(session, scope, f"automatic_replies_{action}", campaign.public_id, detail)


def switch_off(session: Session, scope: Scope, campaign: OutreachCampaign) -> None:
    """Nothing is answered by itself any more; what was chosen stays for another time."""
    scope.require(Can.RUN_CAMPAIGNS)
    rule = _rule(session, campaign)
    if rule is not None and rule.is_on:
        rule.is_on = False
        audit.record(session, scope, "automatic_replies_off", campaign.public_id)


def answers_words(form: AnswerForm) -> str:
    """ "At any time, about prices and opening hours, at most 2 in a conversation"."""
    when = f"between {form.opens} and {form.closes}" if form.hours is AnswerHours.BETWEEN else HOURS_WORDS[form.hours]
    words = [TOPIC_WORDS[one] for one in Topic if one in form.topics]
    topics = ", ".join(one[0].lower() + one[1:] for one in words)
    return f"{when[0].upper()}{when[1:]}, about {topics}; at most {form.most_answers} in a conversation"


def answer_counts(session: Session, campaign: OutreachCampaign) -> tuple[int, int]:
    """How many messages were answered by themselves, and how many were left to a person."""
    number = func.count(col(AutomaticAnswer.id))
    wanted = (
        select(AutomaticAnswer.status, number)
        .where(AutomaticAnswer.outreach_campaign_id == campaign.id)
        .group_by(col(AutomaticAnswer.status))
    )
    found = dict(session.exec(wanted).all())
    return found.get(AnswerStatus.SENT, 0), found.get(AnswerStatus.LEFT, 0)


def _rule(session: Session, campaign: OutreachCampaign) -> AnswerRule | None:
    wanted = select(AnswerRule).where(AnswerRule.outreach_campaign_id == campaign.id)
    return session.exec(wanted).first() if campaign.id else None


def _same(form: AnswerForm) -> tuple[object, ...]:
    chosen = frozenset(form.topics)
    return form.is_on, form.hours, form.opens, form.closes, chosen, form.most_answers, form.least_confidence
