"""A mailbox that takes no mail just now is written to again later, a few times."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session

from services.core.clock import now
from services.models import (
    Channel,
    OutreachCampaign,
    OutreachCampaignStatus,
    OutreachMessage,
    OutreachMessageStatus,
)
from services.outreach import ledger

# The provider itself tried for hours. Resend knows a message by our key for 24 hours, and would send nothing before.
WAITS = (timedelta(hours=25), timedelta(days=3))
_GOES_ON = (OutreachCampaignStatus.RUNNING, OutreachCampaignStatus.PAUSED)
_ARRIVED = {"delivered", "read", "opened"}


def is_over(message: OutreachMessage, status: str, at: datetime) -> bool:
    """Whether this is news of an earlier attempt, which a soft bounce has ended; an arrival always counts."""
    return message.bounced_at is not None and at <= message.bounced_at and status not in _ARRIVED


def put_off(session: Session, message: OutreachMessage, data: Mapping[str, Any], at: datetime) -> bool:
    """Queue the message anew, counted anew when it leaves; False: this was the last time, or its campaign is over."""
    campaign = session.get(OutreachCampaign, message.outreach_campaign_id)
    is_first_end = message.status == OutreachMessageStatus.SENT and message.channel == Channel.EMAIL
    if not is_first_end or message.soft_bounces >= len(WAITS) or campaign is None or campaign.status not in _GOES_ON:
        return False
    wait = WAITS[message.soft_bounces]
    message.soft_bounces += 1
    message.bounced_at = at
    ledger.begin_anew(session, message, now() + wait)
    said = str(data.get("error_text") or "The mailbox takes no mail just now.")
    message.error_message = f"{said} We try again."[:1000]
    return True
