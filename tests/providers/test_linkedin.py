"""LinkedIn's signature and challenge by known vectors, its shapes, and the Lead Sync API over real HTTP."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from services.core.errors import Invalid, ProviderDown, ProviderRefused, Refusal
from services.providers import base
from services.providers.base import AdLeadReader, Credentials, LeadFeed, WebhookRequest
from services.providers.linkedin.answers import answers_of
from services.providers.linkedin.client import LinkedIn
from services.providers.registry import provider
from tests.databases import forget_settings
from tests.providers.conftest import Mailbox
from tests.towns import Town

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
ACCOUNT = "522529623"
VALUES = {"account_id": ACCOUNT, "client_secret": "client_secret", "access_token": "token"}
VECTORS = LinkedIn(Credentials("", VALUES))
EVENT = {
    "type": "LEAD_ACTION",
    "leadGenFormResponse": "urn:li:leadGenFormResponse:9bcd-4",
    "leadGenForm": "urn:li:versionedLeadGenForm:(urn:li:leadGenForm:3162,1)",
    "owner": {"sponsoredAccount": f"urn:li:sponsoredAccount:{ACCOUNT}"},
    "leadType": "SPONSORED",
    "leadAction": "CREATED",
    "occurredAt": 1686597829000,
}


def request(body: bytes, signature: str = "") -> WebhookRequest:
    return WebhookRequest("https://x.example/api/webhooks/linkedin/k", {"x-li-signature": signature}, body, NOW)


def happenings(event: Any) -> list[Any]:
    return VECTORS.happenings(request(json.dumps(event).encode()))


def test_the_signature_vector() -> None:
    good = "fedbccd22be4ae77c30034ec6d85c64669341401089e880375e9c3fd4ae21ae1"
    body = b'{"type":"LEAD_ACTION"}'
    assert VECTORS.verify(request(body, good))
    assert not VECTORS.verify(request(body + b" ", good))
    assert not VECTORS.verify(request(body, good[:-1] + "2"))
    assert not VECTORS.verify(request(body, f"hmacsha256={good}"))
    assert not VECTORS.verify(request(body))
    assert not LinkedIn(Credentials("", {})).verify(request(body, good))


def test_the_challenge_vector() -> None:
    code = "890e4665-4dfe-4ab1-b689-ed553bceeed0"
    proof = "901fd732a92f8eec45c5310f5a009e61b3a270759eb22f5ba7090b5b12c07437"
    assert VECTORS.challenge({"challengeCode": code}) == {"challengeCode": code, "challengeResponse": proof}
    assert VECTORS.challenge({}) is None
    assert VECTORS.challenge({"challengeCode": "<script>"}) is None
    assert LinkedIn(Credentials("", {})).challenge({"challengeCode": code}) is None


def test_a_new_lead_and_a_deleted_one() -> None:
    (made,) = happenings(EVENT)
    assert (made.event_id, made.kind, made.data["form_id"]) == ("lead:9bcd-4", "ad_lead", "3162")
    assert made.data["at"] == "2023-06-12T19:23:49+00:00"
    (gone,) = happenings({**EVENT, "leadAction": "DELETED"})
    assert (gone.event_id, gone.kind) == ("lead:9bcd-4:deleted", "ad_lead_deleted")
    assert made.data["sender"] == gone.data["sender"]


@pytest.mark.parametrize(
    "change",
    [
        {"type": "OTHER"},
        {"leadAction": "SEEN"},
        {"owner": {"sponsoredAccount": "urn:li:sponsoredAccount:1"}},
        {"owner": 1},
    ],
)
def test_other_news_and_other_accounts_are_not_ours(change: dict[str, Any]) -> None:
    assert happenings({**EVENT, **change}) == []


@pytest.mark.parametrize(
    "body", [b"no json", b'"text"', b"[1]", json.dumps({**EVENT, "leadGenFormResponse": "urn:li:x:../1"}).encode()]
)
def test_what_is_no_lead_action_is_invalid(body: bytes) -> None:
    with pytest.raises(Invalid):
        VECTORS.happenings(request(body))


def test_answers_in_every_shape() -> None:
    options = [{"id": 7, "text": {"localized": {"en_US": "2 to 10"}}}]
    sizes = {"multipleChoiceQuestionDetails": {"options": options}}
    form = {
        "content": {
            "questions": [
                {"questionId": 1, "predefinedField": "EMAIL"},
                {"questionId": 2, "question": {"localized": {"en_US": "Team size?"}}, "questionDetails": sizes},
                {"questionId": 3, "question": "Budget?"},
            ]
        }
    }  # fmt: skip
    answers = [
        {"questionId": 1, "answerDetails": {"textQuestionAnswer": {"answer": "lead@example.com"}}},
        {"questionId": 2, "answerDetails": {"multipleChoiceAnswer": {"options": [7, 8]}}},
        {"questionId": 3, "answerDetails": {"textQuestionAnswer": {"answer": ""}}},
        {"questionId": 9, "answerDetails": {"textQuestionAnswer": {"answer": "new"}}},
        {"questionId": 4, "answerDetails": None},
    ]
    response = {"formResponse": {"answers": answers, "consentResponses": [{"consentId": 1, "accepted": False}]}}
    assert answers_of(response, form) == {
        "EMAIL": "lead@example.com", "Team size?": "2 to 10, 8", "Question 9": "new", "Optional consent": "Not given",
    }  # fmt: skip
    assert answers_of({}, {}) == {}


@pytest.fixture
def account(town: Town, mailbox: Mailbox) -> Credentials:
    mailbox.answers = VECTORS.challenge
    body = {
        "provider": "linkedin",
        "account": ACCOUNT,
        "secret": "client_secret",
        "access_token": "token",
        "webhook_url": f"{mailbox.address}/api/webhooks/linkedin/key",
    }
    httpx.post(f"{town.address}/sandbox/control/accounts", json=body).raise_for_status()
    return Credentials(town.address, VALUES, is_sandbox=True)


def fill_in(town: Town, **form: Any) -> str:
    answer = httpx.post(f"{town.address}/sandbox/control/ad_lead", json={"platform": "linkedin", **form})
    answer.raise_for_status()
    return str(answer.json()["lead_id"])


async def test_a_form_is_told_signed_and_read_with_its_questions(
    account: Credentials, town: Town, mailbox: Mailbox
) -> None:
    await mailbox.wait_for_challenge()
    answers = {"full_name": "Asha Rao", "email": "asha@rao.example", "How big is your team?": "2 to 10", "When?": "Now"}
    lead_id = fill_in(town, answers=answers)
    (told,) = await mailbox.wait_for()
    source = LinkedIn(account)
    assert source.verify(told)
    (happening,) = source.happenings(told)
    assert happening.data["platform_lead_id"] == lead_id
    lead = await provider("linkedin", AdLeadReader, account).read_lead(lead_id)
    assert lead.answers == {
        "FIRST_NAME": "Asha", "LAST_NAME": "Rao", "EMAIL": "asha@rao.example",
        "How big is your team?": "2 to 10", "When?": "Now",
    }  # fmt: skip
    assert (lead.is_test, lead.form_id) == (False, happening.data["form_id"])
    assert lead.created_at is not None
    assert lead.campaign_ref.isdigit()


async def test_leads_are_listed_page_by_page_with_the_ids_of_their_webhooks(account: Credentials, town: Town) -> None:
    for _ in range(3):
        fill_in(town, leads=[{} for _ in range(40)])
    feed = provider("linkedin", LeadFeed, account)
    listed = await feed.leads_since(datetime.now(UTC) - timedelta(minutes=5))
    assert len({one.event_id for one in listed}) == 120
    assert [one.data["at"] for one in listed] == sorted(one.data["at"] for one in listed)
    assert await feed.leads_since(datetime.now(UTC) + timedelta(minutes=5)) == []


async def test_subscribing_twice_subscribes_once(account: Credentials, town: Town, mailbox: Mailbox) -> None:
    await mailbox.wait_for_challenge()
    address = f"{mailbox.address}/second"
    for _ in range(2):
        await provider("linkedin", LeadFeed, account).subscribe(address)
    fill_in(town)
    requests = await mailbox.wait_for(2)
    assert sorted(one.url.removeprefix(mailbox.address) for one in requests) == [
        "/api/webhooks/linkedin/key",
        "/second",
    ]


async def test_the_connection_test_says_what_it_reached(account: Credentials) -> None:
    assert await provider("linkedin", base.Testable, account).test() == (
        f"Connected to the ad account {ACCOUNT}, which has one lead form."
    )


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"access_token": "wrong"}, "access token"),
        ({"account_id": "1"}, "permission"),
        ({"account_id": "12/../x"}, "number"),
    ],
)
async def test_what_is_wrong_with_the_account_is_told(account: Credentials, change: dict[str, str], words: str) -> None:
    wrong = replace(account, values={**VALUES, **change})
    with pytest.raises(ProviderRefused, match=words) as caught:
        await provider("linkedin", base.Testable, wrong).test()
    assert caught.value.about is Refusal.ACCOUNT


async def test_a_version_that_was_switched_off_names_the_setting(
    account: Credentials, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LEADGEN_LINKEDIN_VERSION", "202401")
    forget_settings()
    with pytest.raises(ProviderRefused, match="LEADGEN_LINKEDIN_VERSION"):
        await provider("linkedin", base.Testable, account).test()


@pytest.mark.parametrize("fault", [{"rate_limited": 1}, {"error": 1}, {"drop": 1}, {"latency": 3}])
async def test_trouble_that_passes_is_told_from_refusals(
    account: Credentials, town: Town, fault: dict[str, float]
) -> None:
    town.settings(faults={"linkedin": fault})
    with pytest.raises(ProviderDown):
        await provider("linkedin", AdLeadReader, account).read_lead("x-4")


async def test_a_lead_that_is_gone_or_cannot_exist_is_refused(account: Credentials) -> None:
    for lead_id, words in (("nothing-4", "any more"), ("../leadForms", "cannot exist")):
        with pytest.raises(ProviderRefused, match=words) as caught:
            await provider("linkedin", AdLeadReader, account).read_lead(lead_id)
        assert caught.value.about is Refusal.REQUEST
