"""The unsubscribe link, followed links and the picture over HTTP."""

import httpx
from sqlmodel import select

from leadgen_app.api import api
from services.compliance.queries import permission_for
from services.core.scope import Scope
from services.db import reading
from services.models import Channel, Customer, MessageOpening, Suppression, WhatsAppReach
from services.outreach.texts import click_url, open_url, unsubscribe_url
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


async def test_the_link_in_a_test_to_oneself_says_so_and_stops_nothing(alice: Scope) -> None:
    link = "/u/" + unsubscribe_url("test_01").rpartition("/")[2]
    async with visitor() as client:
        answers = [await client.get(link), await client.post(link, data=ONE_CLICK)]
    assert [(answer.status_code, "This was a test" in answer.text) for answer in answers] == [(200, True)] * 2
    assert suppressed(alice) == 0


async def test_a_forged_or_cut_link_does_nothing(alice: Scope) -> None:
    link = link_for(alice)
    async with visitor() as client:
        answers = [await client.post(forged) for forged in (link[:-2], "/u/nonsense", "/u/a.b.c")]
    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert suppressed(alice) == 0


CHROME = {
    "user-agent": "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142 Safari/537.36"
}
TARGET = "https://acme.example/prices?a=1&b=%C3%A9;c"


def path_of(url: str) -> str:
    return "/" + url.partition("//")[2].partition("/")[2]


def counted(scope: Scope) -> tuple[int, int, int, int]:
    """Opens and clicks by people, then by machines."""
    with reading(scope) as session:
        row = session.exec(select(MessageOpening)).first() or MessageOpening(outreach_message_id=0)
    return row.person_opens, row.person_clicks, row.machine_opens, row.machine_clicks


async def test_a_click_is_led_on_at_once_and_counted(alice: Scope) -> None:
    link = path_of(click_url(support.add_followed_mail(alice, f"Look: {TARGET}").public_id, 0))
    async with visitor() as client:
        answer = await client.get(link, headers=CHROME)
    assert (answer.status_code, answer.headers["location"]) == (302, TARGET)
    assert (answer.headers["cache-control"], answer.headers["referrer-policy"]) == ("no-store", "no-referrer")
    assert "set-cookie" not in answer.headers
    assert counted(alice) == (0, 1, 0, 0)


async def test_who_only_looks_ahead_is_a_machine(alice: Scope) -> None:
    link = path_of(click_url(support.add_followed_mail(alice, f"Look: {TARGET}").public_id, 0))
    async with visitor() as client:
        answers = [
            await client.head(link, headers=CHROME),
            await client.get(link, headers=CHROME | {"sec-purpose": "prefetch;prerender"}),
            await client.get(link, headers={"user-agent": ""}),
            await client.get(link, headers={"user-agent": "Mimecast"}),
        ]
    assert {answer.status_code for answer in answers} == {302}
    assert counted(alice) == (0, 0, 0, 4)


async def test_a_picture_is_shown_to_everybody_and_counted_for_a_mail_of_ours(alice: Scope) -> None:
    picture = path_of(open_url(support.add_followed_mail(alice, f"Look: {TARGET}").public_id))
    async with visitor() as client:
        answers = [await client.get(one, headers=CHROME) for one in (picture, "/t/o/nonsense", picture[:-2])]
        answers.append(await client.head(picture, headers=CHROME))
    assert {(one.status_code, one.headers["content-type"]) for one in answers} == {(200, "image/gif")}
    assert answers[0].content == answers[1].content
    assert answers[0].content.startswith(b"GIF89a")
    assert answers[0].headers["cache-control"] == "no-store"
    assert counted(alice) == (1, 0, 1, 0)


async def test_who_asks_not_to_be_followed_is_led_on_and_not_counted(alice: Scope) -> None:
    link = path_of(click_url(support.add_followed_mail(alice, f"Look: {TARGET}").public_id, 0))
    async with visitor() as client:
        answer = await client.get(link, headers=CHROME | {"sec-gpc": "1"})
    assert (answer.status_code, counted(alice)) == (302, (0, 0, 0, 0))


async def test_no_address_leads_where_its_mail_does_not(alice: Scope) -> None:
    mail = support.add_followed_mail(alice, f"Look: {TARGET}")
    link, unsubscribing = path_of(click_url(mail.public_id, 0)), unsubscribe_url(mail.public_id).rpartition("/")[2]
    forged = [
        link[:-2],
        path_of(click_url(mail.public_id, 7)),
        f"/t/{mail.public_id}-0.AAAA",
        f"/t/{unsubscribing}",
        "/t/https:%2F%2Fevil.example",
        f"/t/{mail.public_id}-0",
        f"/t/{mail.public_id}-0.é",
    ]
    async with visitor() as client:
        answers = [await client.get(one, params={"url": "https://evil.example"}, headers=CHROME) for one in forged]
        good = await client.get(link, params={"url": "https://evil.example"}, headers=CHROME)
        posted = await client.post(link)
    assert [one.status_code for one in answers] == [404] * len(forged)
    assert all("location" not in one.headers for one in answers)
    assert (good.headers["location"], posted.status_code) == (TARGET, 405)
