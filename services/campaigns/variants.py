"""The other texts of a campaign's first message: their rules, keeping them, and how each is answered."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session, select

from services.core.errors import Conflict, Invalid
from services.models import FIRST_LETTER, LETTERS, CampaignVariant, Channel, OutreachCampaign, OutreachMessage
from services.outreach.significance import LEAST_SENT, LEVEL, Arm, Comparison, compare
from services.outreach.variants import arms, variants_of
from services.templates.rules import check_text


@dataclass(frozen=True)
class VariantForm:
    """Another text for the first message."""

    body: str
    subject: str = ""


@dataclass(frozen=True)
class VariantCounts:
    """One text of the first message and how it is answered; `excerpt` is how it begins."""

    letter: str
    excerpt: str
    arm: Arm
    is_winner: bool


def check_variants(channel: Channel, given: Sequence[VariantForm]) -> None:
    """Raises Invalid at the first fault; `field` is such as "variants.0.body"."""
    if len(given) >= len(LETTERS):
        raise Invalid(f"At most {len(LETTERS)} texts.", "variants")
    for place, one in enumerate(given):
        check_text(channel, one.body, one.subject, f"variants.{place}.body", f"variants.{place}.subject")


def keep_variants(session: Session, campaign: OutreachCampaign, own: VariantForm, given: Sequence[VariantForm]) -> None:
    """Make these the campaign's texts, `own` being the first.

    Raises Conflict once a comparison has begun and a text would change: the answers would be those to another text.
    """
    present = variants_of(session, campaign)
    before = [VariantForm(campaign.message_template, campaign.subject_template), *map(_form, present)]
    after = [own, *given]
    if campaign.id is None or before == after or len(before) == len(after) == 1:
        return
    written = select(OutreachMessage.id).where(OutreachMessage.outreach_campaign_id == campaign.id)
    if session.exec(written.limit(1)).first():
        raise Conflict("The first texts are being compared, or were sent already. Duplicate the campaign for others.")
    for one in present:
        session.delete(one)
    session.flush()
    for letter, one in zip(LETTERS[1:], given, strict=False):
        session.add(
            CampaignVariant(outreach_campaign_id=campaign.id, letter=letter, body=one.body, subject=one.subject)
        )
    session.flush()


def variant_forms(session: Session, campaign: OutreachCampaign) -> list[VariantForm]:
    """The campaign's other texts, to be changed or copied."""
    return [_form(one) for one in variants_of(session, campaign)]


def _form(one: CampaignVariant) -> VariantForm:
    return VariantForm(one.body, one.subject)


def variant_counts(session: Session, campaign: OutreachCampaign) -> tuple[list[VariantCounts], str]:
    """How each text is answered, and in words how sure that is; nothing for a single text."""
    others = variants_of(session, campaign)
    if not others:
        return [], ""
    found, bodies = arms(session, campaign), {one.letter: one.body for one in others}
    bodies[FIRST_LETTER] = campaign.message_template
    counts = [
        VariantCounts(letter, _excerpt(bodies[letter]), arm, letter == campaign.winning_variant)
        for letter, arm in found.items()
    ]
    return counts, verdict_words(campaign.winning_variant, compare(found))


def _excerpt(body: str) -> str:
    line = " ".join(body.split())
    return line if len(line) <= 80 else f"{line[:79].rstrip()}…"


def verdict_words(winner: str, found: Comparison) -> str:
    """In plain words; a p-value is how often chance alone would make such a difference."""
    if winner:
        return f"Text {winner} won. Whoever is still to come gets it."
    if found.p_value is None:
        return f"Too early to tell: each text needs {LEAST_SENT} messages sent, and some answers."
    chance, value = f"{round(found.p_value * 1000):,} times in 1,000", f"= {found.p_value:.3f}"
    if found.p_value < 0.001:
        chance, value = "less than 1 time in 1,000", "< 0.001"
    return (
        f"Text {found.best} is in front. Chance alone would make such a difference {chance} "
        f"(p {value}); it wins below {LEVEL}, when the next messages are prepared."
    )
