"""People who say themselves that they may be written to: by the code on WhatsApp, by the form and the mail."""

import re
from datetime import timedelta

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from leadgen_app.api import api
from services.compliance.actions import suppress
from services.compliance.queries import permission_for
from services.core.clock import now
from services.core.errors import Invalid, NotAllowed, NotFound
from services.core.scope import Scope
from services.db import reading, transaction
from services.models import (
    Channel,
    Consent,
    Contact,
    Customer,
    InboundStatus,
    Lead,
    OptInLink,
    OptInRequest,
    Suppression,
    WhatsAppReach,
)
from services.opt_in import actions, mailing, queries, rules
from tests import hearing, support
from tests.hearing import read_all
from tests.towns import Town

NEHA = "+919845012345"
PRIYA = "priya@clinic.example"


@pytest.fixture
def link(acme_online: Scope) -> OptInLink:
    return make(acme_online)


def make(scope: Scope, name: str = "Counter") -> OptInLink:
    with transaction(scope) as session:
        session.get_one(Customer, scope.customer_id).whatsapp_reach = WhatsAppReach.OPTED_IN
        return actions.add_link(session, scope, name, "")


def visitor() -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(api), base_url="http://leads.example")


def form(**fields: str) -> dict[str, str]:
    return {"email": PRIYA, "name": "Priya", "agree": "yes", "page": "https://acme.example/offers", **fields}


def allowed(scope: Scope, channel: Channel) -> list[bool]:
    with reading(scope) as session:
        customer = session.get_one(Customer, scope.customer_id)
        contacts = session.exec(select(Contact)).all()
        return [permission_for(session, customer, contact, channel).is_allowed for contact in contacts]


# WhatsApp ---------------------------------------------------------------------------------------


async def test_the_code_on_whatsapp_is_consent_with_proof_and_asks_for_no_answer(
    acme_online: Scope, link: OptInLink
) -> None:
    said = rules.offer("Acme Dental", link.code)
    event = await hearing.whatsapp(acme_online, NEHA, said, profile_name="Neha")
    assert event.status is InboundStatus.DONE
    [consent] = read_all(acme_online, Consent)
    assert (consent.address, consent.channel, consent.source) == (NEHA, "whatsapp", f"opt-in {link.public_id}")
    assert said in consent.evidence
    assert link.words in consent.evidence
    [contact] = read_all(acme_online, Contact)
    assert (contact.name, contact.phone, contact.is_sandbox) == ("Neha", NEHA, True)
    assert allowed(acme_online, Channel.WHATSAPP) == [True]
    assert read_all(acme_online, Lead) == []


async def test_whoever_asks_something_besides_is_a_lead_too(acme_online: Scope, link: OptInLink) -> None:
    await hearing.whatsapp(acme_online, NEHA, f"{link.code.lower()} what do braces cost?")
    assert len(read_all(acme_online, Consent)) == len(read_all(acme_online, Lead)) == 1


async def test_twice_is_once(acme_online: Scope, link: OptInLink) -> None:
    for _ in range(2):
        await hearing.whatsapp(acme_online, NEHA, rules.offer("Acme Dental", link.code))
    assert len(read_all(acme_online, Consent)) == len(read_all(acme_online, Contact)) == 1


async def test_a_known_contact_stays_one(acme_online: Scope, link: OptInLink) -> None:
    support.add_contact(acme_online, phone=NEHA, name="Neha Rao")
    assert allowed(acme_online, Channel.WHATSAPP) == [False]
    await hearing.whatsapp(acme_online, NEHA, rules.offer("Acme Dental", link.code))
    assert allowed(acme_online, Channel.WHATSAPP) == [True]


@pytest.mark.parametrize("wrong", ["closed", "another customer's", "invented", "stop"])
async def test_what_is_no_open_code_of_ours_is_no_consent(
    acme_online: Scope, charlie: Scope, link: OptInLink, wrong: str
) -> None:
    code = {"another customer's": make(charlie).code, "invented": "0000-0000"}.get(wrong, link.code)
    if wrong == "closed":
        with transaction(acme_online) as session:
            actions.set_open(session, acme_online, link.public_id, is_open=False)
    text = f"STOP {code}, do not message me" if wrong == "stop" else rules.offer("Acme Dental", code)
    await hearing.whatsapp(acme_online, NEHA, text)
    assert read_all(acme_online, Consent) == []


async def test_a_code_does_not_lift_what_somebody_once_asked_for(acme_online: Scope, link: OptInLink) -> None:
    with transaction(acme_online) as session:
        suppress(session, acme_online, phone=NEHA, reason="opt_out", source="whatsapp reply")
    await hearing.whatsapp(acme_online, NEHA, rules.offer("Acme Dental", link.code))
    assert allowed(acme_online, Channel.WHATSAPP) == [False]


@given(st.text(max_size=40), st.text(max_size=40))
def test_a_code_is_found_in_any_words(before: str, after: str) -> None:
    assert "K7PQ-2M9X" in rules.codes_in(f"{before}\nk7pq-2m9x\n{after}")


def test_misread_signs_and_other_dashes_are_the_same_code() -> None:
    assert rules.codes_in("code: o1il–2M9X.") == ["0111-2M9X"]
    assert rules.codes_in("call 98450-12345 or AB-12") == []


# The form ---------------------------------------------------------------------------------------


async def test_the_form_and_the_mail_make_consent_with_proof(acme_online: Scope, link: OptInLink, town: Town) -> None:
    async with visitor() as client:
        shown = await client.get(f"/join/{link.public_id}", headers={"Referer": "https://acme.example/offers"})
        assert "Hear from Acme Dental" in shown.text
        assert 'value="https://acme.example/offers"' in shown.text
        assert "https://wa.me/1555" in shown.text
        answer = await client.post(f"/join/{link.public_id}", data=form())
        assert "Look into your mail" in answer.text
        [asked] = read_all(acme_online, OptInRequest)
        for _ in range(2):  # a job may run twice
            await mailing.send_confirmation(acme_online.customer_id, asked.id)
        [mail] = town.received("sendgrid")
        assert (mail["recipient"], mail["reference"]) == (PRIYA, asked.public_id)
        [address] = re.findall(r"/join/confirm/\S+", mail["body"])
        assert "Emails from Acme Dental?" in (await client.get(address)).text
        assert read_all(acme_online, Consent) == []
        for _ in range(2):
            assert "Thank you" in (await client.post(address)).text
    [consent] = read_all(acme_online, Consent)
    assert (consent.address, consent.channel) == (PRIYA, "email")
    for proof in ("https://acme.example/offers", link.words, asked.visitor, "Counter"):
        assert proof in consent.evidence
    assert "127.0.0.1" not in consent.evidence
    assert [contact.name for contact in read_all(acme_online, Contact)] == ["Priya"]
    assert allowed(acme_online, Channel.EMAIL) == [True]


@pytest.mark.parametrize(
    ("fields", "status", "words"),
    [
        (form(email="nonsense"), 400, "Enter your email address"),
        (form(agree=""), 400, "Tick the box"),
        (form(fax="+1"), 200, "Look into your mail"),
        ({"email": "x" * 20_000}, 400, "Tick the box"),
    ],
)
async def test_what_is_wrong_is_said_and_nothing_is_kept(
    acme_online: Scope, link: OptInLink, sqlite: str, fields: dict[str, str], status: int, words: str
) -> None:
    async with visitor() as client:
        answer = await client.post(f"/join/{link.public_id}", data=fields)
    assert (answer.status_code, words in answer.text) == (status, True)
    assert read_all(acme_online, OptInRequest) == []


async def test_too_much_is_held_back(acme_online: Scope, link: OptInLink, sqlite: str) -> None:
    async with visitor() as client:
        same = [await client.post(f"/join/{link.public_id}", data=form()) for _ in range(4)]
        others = [await client.post(f"/join/{link.public_id}", data=form(email=f"a{n}@b.example")) for n in range(9)]
    assert [answer.status_code for answer in same] == [200, 200, 200, 429]
    assert [answer.status_code for answer in others] == [200] * 7 + [429] * 2


async def test_nobody_learns_who_once_said_stop(acme_online: Scope, link: OptInLink, sqlite: str) -> None:
    with transaction(acme_online) as session:
        suppress(session, acme_online, email=PRIYA, reason="unsubscribe", source="unsubscribe link")
        assert not actions.ask(session, acme_online, link.id or 0, rules.Asked(PRIYA, "", "", "v"))
    async with visitor() as client:
        known = await client.post(f"/join/{link.public_id}", data=form())
        unknown = await client.post(f"/join/{link.public_id}", data=form(email="new@clinic.example"))
    assert known.text == unknown.text


async def test_a_link_that_is_forged_old_or_closed_does_nothing(
    acme_online: Scope, link: OptInLink, sqlite: str
) -> None:
    with transaction(acme_online) as session:
        actions.ask(session, acme_online, link.id or 0, rules.Asked(PRIYA, "", "", "v"))
    with transaction(acme_online) as session:
        asked = session.exec(select(OptInRequest)).one()
        asked.created_at = now() - timedelta(days=rules.CONFIRM_WITHIN_DAYS, hours=1)
        address = queries.confirm_address(asked).partition("://")[2].partition("/")[2]
        actions.set_open(session, acme_online, link.public_id, is_open=False)
    async with visitor() as client:
        answers = [
            await client.post(f"/{address}"),
            await client.post(f"/{address[:-2]}"),
            await client.get(f"/join/{link.public_id}"),
            await client.post(f"/join/{link.public_id}", data=form()),
        ]
    assert [answer.status_code for answer in answers] == [410, 404, 404, 404]
    assert read_all(acme_online, Consent) == []


async def test_what_people_type_is_never_markup(acme_online: Scope, sqlite: str) -> None:
    with transaction(acme_online) as session:
        session.get_one(Customer, acme_online.customer_id).name = "<b>Acme</b> & {words}"
        link = actions.add_link(session, acme_online, "Web site", "<script>alert(1)</script> {problem}")
    async with visitor() as client:
        answer = await client.post(
            f"/join/{link.public_id}", data=form(email='"><img src=x>', name="\x00{title}\u202e")
        )
    assert "<script>" not in answer.text
    assert "<b>Acme" not in answer.text
    assert "<img" not in answer.text
    assert "default-src 'none'" in answer.headers["content-security-policy"]


# The links --------------------------------------------------------------------------------------


def test_links_are_listed_with_what_came_of_them(
    acme_online: Scope, bob: Scope, link: OptInLink, charlie: Scope
) -> None:
    make(charlie)
    with transaction(bob) as session:
        [row] = queries.opt_in_links(session, bob)
        with pytest.raises(NotAllowed):
            actions.add_link(session, bob, "Mine", "")
    assert (row.name, row.agreed, row.waiting, row.is_open) == ("Counter", 0, 0, True)
    assert row.page.endswith(f"/join/{link.public_id}")
    assert row.whatsapp == rules.whatsapp_address(f"+1555{bob.customer_id:07d}", rules.offer("Acme Dental", link.code))
    assert row.qr.startswith("data:image/svg+xml")
    with transaction(charlie) as session, pytest.raises(NotFound):
        actions.set_open(session, charlie, link.public_id, is_open=False)


def test_without_an_account_there_is_no_way(alice: Scope, sqlite: str) -> None:
    link = make(alice)
    with reading(alice) as session:
        [row] = queries.opt_in_links(session, alice)
        found = queries.join_page(session, link.public_id)
        assert found
        page = queries.shown_page(session, found)
    assert (row.whatsapp, row.qr, page.whatsapp, page.has_mail) == ("", "", "", False)
    assert read_all(alice, Suppression) == []


@pytest.mark.parametrize(
    ("name", "words", "field"), [("  ", "", "name"), ("x" * 61, "", "name"), ("a", "x" * 501, "words")]
)
def test_a_link_needs_a_place_and_short_words(name: str, words: str, field: str) -> None:
    with pytest.raises(Invalid) as wrong:
        rules.checked(name, words, "Acme")
    assert wrong.value.field == field
