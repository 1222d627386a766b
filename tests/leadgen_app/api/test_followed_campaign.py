"""A campaign that looks at opens, from its form to the recipient's mailbox, a click there, and the campaign's page."""

import re

import pytest

from services.campaigns.actions import save_outreach
from services.campaigns.outreach import get_outreach, outreach_detail
from services.campaigns.outreach_form import OutreachForm
from services.core.scope import Scope
from services.db import reading, transaction
from services.models import Channel, ScheduleType
from services.outreach import queueing, sending
from tests import support
from tests.leadgen_app.api.test_tracking import CHROME, path_of, visitor
from tests.services.outreach.conftest import acme_online, town
from tests.towns import Town

__all__ = ["acme_online", "town"]  # fixtures

LINKS = re.compile(r"https?://[^\s\"<>]+")


@pytest.mark.parametrize("is_tracked", [True, False])
async def test_what_arrives_leads_through_us_only_where_the_campaign_looks(
    acme_online: Scope, town: Town, is_tracked: bool
) -> None:
    support.add_contact(acme_online, is_sandbox=True, published_for_enquiries=True)
    text = "Hello {{name|there}}, our prices: https://acme.example/prices"
    form = OutreachForm(
        "Prices", Channel.EMAIL, text, "Prices", schedule=ScheduleType.EVERGREEN, tracks_opens=is_tracked
    )
    with transaction(acme_online) as session:
        campaign = save_outreach(session, acme_online, form)
    queueing.queue_due()
    assert await sending.dispatch(linger=0.0) == 1
    (mail,) = town.received("sendgrid")
    first = LINKS.findall(mail["body"])[0]
    assert ("<img" in mail["data"]["html"], first == "https://acme.example/prices") == (is_tracked, not is_tracked)
    assert (f'href="{first}"' in mail["data"]["html"], mail["data"]["tracks_opens"]) == (True, False)
    if not is_tracked:
        return
    async with visitor() as client:
        answer = await client.get(path_of(first), headers=CHROME)
    assert answer.headers["location"] == "https://acme.example/prices"
    with reading(acme_online) as session:
        seen = outreach_detail(session, acme_online.customer_id, get_outreach(session, campaign.public_id).public_id)
    assert (seen.opens[0].counts.opened, seen.opens[0].counts.clicked, seen.row.read) == (1, 1, 1)
