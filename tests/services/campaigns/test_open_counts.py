"""Who opened, on a campaign's page: mails and not events, people apart from machines."""

from services.campaigns.opens import OpenCounts, Opens, open_counts
from services.core.clock import now
from services.core.scope import Scope
from services.db import reading
from services.models import Channel, MessageOpening, OutreachCampaign
from tests import support


def sent(scope: Scope, campaign: OutreachCampaign, *, opening: dict[str, int] | None = None, **values: object) -> None:
    """One e-mail; `opening` names what is known of it, such as {"machine_opens": 3}."""
    known = opening or {}
    is_read = any(name.startswith("person") for name in known)
    filled = {"channel": Channel.EMAIL, "recipient": "a@b.in", "sent_at": now(), "read_at": now() if is_read else None}
    message = support.add_outreach_message(scope, campaign, support.add_contact(scope), **{**filled, **values})
    if known:
        moments = {f"{name[:-1]}ed_at": now() for name in known}
        support.add(scope, MessageOpening(outreach_message_id=message.id or 0, **known, **moments))


def counted(scope: Scope, campaign: OutreachCampaign) -> list[OpenCounts]:
    with reading(scope) as session:
        return open_counts(session, session.get_one(OutreachCampaign, campaign.id))


def test_mails_are_counted_and_not_events(alice: Scope) -> None:
    campaign = support.add_campaign(alice, type=Channel.EMAIL, tracks_opens=True)
    sent(alice, campaign)
    sent(alice, campaign, opening={"person_opens": 4, "machine_opens": 9})
    sent(alice, campaign, opening={"person_clicks": 2, "machine_clicks": 3})
    sent(alice, campaign, opening={"machine_opens": 1})
    sent(alice, campaign, opening={"machine_clicks": 5})
    sent(alice, campaign, sent_at=None)
    other = support.add_campaign(alice, type=Channel.EMAIL, tracks_opens=True)
    sent(alice, other, opening={"person_opens": 1})
    assert counted(alice, campaign) == [OpenCounts(Opens(5, 2, 1, 2, 1))]


def test_each_step_and_each_text_has_its_own_line(alice: Scope) -> None:
    campaign = support.add_campaign(alice, tracks_opens=True, type=Channel.EMAIL)
    sent(alice, campaign, variant="A", opening={"person_opens": 1})
    sent(alice, campaign, variant="B")
    sent(alice, campaign, step=2, opening={"machine_opens": 1})
    sent(alice, campaign, step=3, channel=Channel.WHATSAPP)
    sent(alice, campaign, step=11)  # of a contact that was merged into another
    assert counted(alice, campaign) == [
        OpenCounts(Opens(3, 1, 0, 1, 0)),
        OpenCounts(Opens(2, 1, 0, 0, 0), step=1),
        OpenCounts(Opens(1, 0, 0, 1, 0), step=2),
        OpenCounts(Opens(1, 1, 0, 0, 0), step=1, letter="A"),
        OpenCounts(Opens(1, 0, 0, 0, 0), step=1, letter="B"),
    ]


def test_where_nobody_looked_nothing_is_shown_and_what_a_provider_told_is(alice: Scope) -> None:
    campaign = support.add_campaign(alice, type=Channel.EMAIL)
    sent(alice, campaign, opening={"machine_opens": 1})
    assert counted(alice, campaign) == []
    told = support.add_campaign(alice, type=Channel.EMAIL, opened_count=1)
    sent(alice, told, opening={"person_opens": 1})
    assert counted(alice, told) == [OpenCounts(Opens(1, 1, 0, 0, 0))]
