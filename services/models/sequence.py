"""An outreach campaign's follow-ups, to those who have not answered, and the other texts of its first message."""

from enum import StrEnum

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from services.core.tables import CustomerOwned, choice
from services.models.campaign import Channel

FIRST_STEP = 1  # the campaign's own message
LETTERS = "ABCD"  # of the first message's texts; the campaign's own is the first
FIRST_LETTER = LETTERS[0]
MOST_STEPS = 10  # a campaign's messages to one person, with the first


class StepCondition(StrEnum):
    """Whom a follow-up is for. Nobody who answered ever gets one."""

    NONE = "none"
    NOT_READ = "not_read"  # who has read none of the campaign's WhatsApp messages, as WhatsApp's receipts tell


class CampaignStep(CustomerOwned, table=True):
    """One follow-up; `number` is the message's `step`, and the campaign itself is number 1."""

    __table_args__ = (UniqueConstraint("outreach_campaign_id", "number"),)
    id: int | None = Field(default=None, primary_key=True)
    outreach_campaign_id: int = Field(foreign_key="outreach_campaign.id", ondelete="CASCADE")
    number: int = Field(ge=2, le=MOST_STEPS)
    channel: Channel = Field(sa_type=choice(Channel))  # pyright: ignore
    wait_hours: int = Field(ge=1)  # since the last message that the person got from the campaign
    condition: StepCondition = Field(default=StepCondition.NONE, sa_type=choice(StepCondition))  # pyright: ignore
    subject: str = Field(default="", max_length=300)  # e-mail only
    body: str = Field(max_length=10_000)
    template_id: int | None = Field(default=None, foreign_key="template.id")  # WhatsApp: what the provider approved


class CampaignVariant(CustomerOwned, table=True):
    """Another text of a campaign's first message, compared with the campaign's own."""

    __table_args__ = (UniqueConstraint("outreach_campaign_id", "letter"),)
    id: int | None = Field(default=None, primary_key=True)
    outreach_campaign_id: int = Field(foreign_key="outreach_campaign.id", ondelete="CASCADE")
    letter: str = Field(max_length=1)
    subject: str = Field(default="", max_length=300)  # e-mail only
    body: str = Field(max_length=10_000)
    template_id: int | None = Field(default=None, foreign_key="template.id")  # WhatsApp: what the provider approved
