"""Pure decisions of the sending machine: which provider, how fast, when to try again, in which order states go."""

from services.models import Channel, ConversationChannel, MessageStatus, OutreachCampaign, OutreachMessageStatus

CHANNEL_OF: dict[ConversationChannel, Channel] = {
    ConversationChannel.WHATSAPP: Channel.WHATSAPP,
    ConversationChannel.EMAIL: Channel.EMAIL,
}
PER_SECOND: dict[str, float] = {  # a little less than is taken: 80/s for a WhatsApp number, 100/s by SendGrid
    "twilio": 76.0,
    "whatsapp_cloud": 79.0,
    "gupshup": 19.0,  # neither it nor WATI publishes its limit
    "wati": 9.0,
    "sendgrid": 95.0,
    "resend": 1.9,
    "smtp": 10.0,  # where the account names no pace of its own
}
IN_FLIGHT = 60  # calls at a time in one process
BATCH = 20  # rows of one customer and channel in one turn
MOST_BATCH = 200  # as many, where they leave within a fifth of a second
MOST_ATTEMPTS = 12
MOST_IN_OUTAGE = 60  # two days: nobody answered, so it says nothing against the message
FIRST_RETRY_SECONDS = 5.0
LONGEST_RETRY_SECONDS = 3600.0
FIRST_LOOK_SECONDS = 5.0
LOOK_AGAIN_SECONDS = 30.0
GIVE_UP_LOOKING_SECONDS = 24 * 3600.0
REPORT_SECONDS = 6 * 3600.0  # a provider that cannot be asked reports by itself within this time
CHANNEL_WORDS: dict[Channel, str] = {Channel.WHATSAPP: "WhatsApp", Channel.EMAIL: "email"}
DIRECT_NAME = "Direct messages"

RANK: dict[str, float] = {
    OutreachMessageStatus.PENDING: 0,
    OutreachMessageStatus.CLAIMED: 0,
    OutreachMessageStatus.SENDING: 0,
    OutreachMessageStatus.UNKNOWN: 0,
    OutreachMessageStatus.SENT: 1,
    OutreachMessageStatus.FAILED: 1.5,  # a late "sent" does not undo it, a delivery does
    OutreachMessageStatus.DELIVERED: 2,
    OutreachMessageStatus.READ: 3,
    OutreachMessageStatus.RESPONDED: 4,
}


def not_connected(channel: Channel) -> str:
    """What is said where a channel has no account."""
    return f"{CHANNEL_WORDS[channel]} is not connected. Connect it in Settings → Integrations."


def is_direct(campaign: OutreachCampaign) -> bool:
    """Whether it is the customer's own row for single messages, which no campaign limit holds."""
    return campaign.name == DIRECT_NAME and not campaign.message_template


def is_forward(present: OutreachMessageStatus | MessageStatus, wanted: OutreachMessageStatus | MessageStatus) -> bool:
    """Whether `wanted` comes after `present`."""
    return RANK.get(wanted, 0) > RANK.get(present, 0)


def batch_for(per_second: float) -> int:
    """Rows to take in one turn: what the account sends in a fifth of a second, so that a pause still holds at once."""
    return min(max(BATCH, int(per_second / 5)), max(1, int(per_second)), MOST_BATCH)


def in_flight_for(per_second: float) -> int:
    """Calls at a time through an account of this pace: two batches, so that one leaves while one is taken."""
    return max(IN_FLIGHT, 2 * batch_for(per_second))


def most_attempts(*, is_outage: bool) -> int:
    """After how many attempts a message is given up; an outage of the provider has more patience."""
    return MOST_IN_OUTAGE if is_outage else MOST_ATTEMPTS


def retry_seconds(attempts: int, asked: float | None) -> float:
    """Seconds until the next attempt: what the provider asked for, or doubling from five seconds to an hour."""
    doubling = min(FIRST_RETRY_SECONDS * 2 ** max(attempts - 1, 0), LONGEST_RETRY_SECONDS)
    return asked if asked is not None else doubling
