"""The unsubscribe link over HTTP."""

import httpx
from sqlmodel import select

from leadgen_app.api import api
from services.compliance.queries import permission_for
from services.core.scope import Scope
from services.db import reading
from services.models import Channel, Customer, Suppression, WhatsAppReach
from services.outreach.texts import unsubscribe_url
from tests import support

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


def visitor() -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(api), base_url="http://leads.example")


def link_for(scope: Scope) -> str:
    message = support.add_outreach_message(
        scope, support.add_campaign(scope, type=Channel.EMAIL), support.add_contact(scope)
    )
    return "/u/" + unsubscribe_url(message.public_id).rpartition("/")[2]


def suppressed(scope: Scope) -> int:
    with reading(scope) as session:
        return len(session.exec(select(Suppression)).all())


async def test_opening_the_link_changes_nothing_and_asks(alice: Scope) -> None:
    async with visitor() as client:
        answer = await client.get(link_for(alice))
    assert answer.status_code == 200
    assert "Acme Dental will not write to you again" in answer.text
    assert '<form method="post">' in answer.text
    assert "No more emails" in answer.text
    assert suppressed(alice) == 0


async def test_no_more_emails_leaves_the_other_channel_open(alice: Scope) -> None:
    contact = support.add_contact(alice, published_for_enquiries=True)
    campaign = support.add_campaign(alice, type=Channel.EMAIL)
    message = support.add_outreach_message(alice, campaign, contact)
    link = "/u/" + unsubscribe_url(message.public_id).rpartition("/")[2]
    async with visitor() as client:
        answer = await client.post(link, data={"choice": "channel"})
    assert "No more emails from Acme Dental." in answer.text
    with reading(alice) as session:
        customer = session.get_one(Customer, alice.customer_id)
        customer.whatsapp_reach = WhatsAppReach.PUBLISHED
        allowed = [permission_for(session, customer, contact, channel).is_allowed for channel in Channel]
    assert dict(zip(Channel, allowed, strict=True)) == {Channel.EMAIL: False, Channel.WHATSAPP: True}
    assert suppressed(alice) == 0


async def test_one_click_unsubscribes_without_session_cookie_or_redirect(alice: Scope) -> None:
    link = link_for(alice)
    async with visitor() as client:
        answers = [await client.post(link, data=ONE_CLICK) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert "set-cookie" not in answers[0].headers
    assert suppressed(alice) == 2


async def test_a_forged_or_cut_link_does_nothing(alice: Scope) -> None:
    link = link_for(alice)
    async with visitor() as client:
        answers = [await client.post(forged) for forged in (link[:-2], "/u/nonsense", "/u/a.b.c")]
    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert suppressed(alice) == 0
