"""SendGrid: every answer and every reason has an outcome and words."""

import json
from datetime import UTC, datetime
from email.message import Message
from io import BytesIO
from typing import Any
from urllib.error import HTTPError as Answer

import pytest
from python_http_client.exceptions import HTTPError, handle_error

from services.core.errors import ProviderDown, ProviderRefused, ProviderUnsure, Refusal
from services.providers.base import Credentials, WebhookRequest, WebhookSource
from services.providers.registry import provider
from services.providers.sendgrid.errors import DROPPED, REFUSED, translated

A, REQUEST = Refusal.ACCOUNT, Refusal.REQUEST
ANSWERS = [
    (400, "personalizations.0.to", ProviderRefused, Refusal.ADDRESS),
    (400, "from.email", ProviderRefused, A),
    (400, "content", ProviderRefused, REQUEST),
    (401, "", ProviderRefused, A),
    (402, "", ProviderRefused, A),
    (403, "", ProviderRefused, A),
    (404, "", ProviderRefused, REQUEST),
    (405, "", ProviderRefused, REQUEST),
    (406, "", ProviderRefused, REQUEST),
    (413, "", ProviderRefused, REQUEST),
    (451, "", ProviderRefused, A),
    (429, "", ProviderDown, None),
    (500, "", ProviderUnsure, None),
    (503, "", ProviderUnsure, None),
]


@pytest.mark.parametrize(("status", "field", "kind", "about"), ANSWERS)
def test_every_answer_has_an_outcome(status: int, field: str, kind: type, about: Refusal | None) -> None:
    body = json.dumps({"errors": [{"message": "No", "field": field, "help": None}]}).encode()
    error = translated(_raised(status, body))
    assert (type(error), getattr(error, "about", None)) == (kind, about)
    assert error.message[0].isupper()


def _raised(status: int, body: bytes) -> HTTPError:
    return handle_error(Answer("https://x", status, "No", Message(), BytesIO(body)))


def test_no_answer_of_the_table_is_untested() -> None:
    assert set(REFUSED) <= {status for status, *_ in ANSWERS}
    assert {reason for reason, *_ in REASONS} >= set(DROPPED)


REASONS = [
    ("bounced", "Bounced Address", "bounced", Refusal.ADDRESS),
    ("invalid", "Invalid", "bounced", Refusal.ADDRESS),
    ("invalid smtpapi", "Invalid SMTPAPI header", "failed", REQUEST),
    ("unsubscribed", "Unsubscribed Address", "unsubscribed", Refusal.OPTED_OUT),
    ("spam reporting", "Spam Reporting Address", "complained", Refusal.OPTED_OUT),
    ("spam content", "Spam Content (if Spam Checker app enabled)", "failed", REQUEST),
    ("package quota", "Recipient List over Package Quota", "failed", A),
    ("over quota", "Credits over quota", "failed", A),
    ("sender", "Sender not authorized", "failed", A),
    ("", "Something new", "failed", REQUEST),
]


@pytest.mark.parametrize(("_word", "reason", "status", "about"), REASONS)
def test_every_reason_for_dropping_has_a_status(_word: str, reason: str, status: str, about: Refusal) -> None:
    (told,) = _told({"event": "dropped", "reason": reason})
    assert (told["status"], told["about"]) == (status, about)


@pytest.mark.parametrize(
    ("event", "status", "about"),
    [
        ({"event": "processed"}, "sent", REQUEST),
        ({"event": "delivered"}, "delivered", REQUEST),
        ({"event": "open"}, "opened", REQUEST),
        ({"event": "click"}, "clicked", REQUEST),
        ({"event": "spamreport"}, "complained", REQUEST),
        ({"event": "unsubscribe"}, "unsubscribed", REQUEST),
        ({"event": "group_unsubscribe"}, "unsubscribed", REQUEST),
        ({"event": "bounce", "type": "bounce", "status": "5.1.1", "reason": "550 no"}, "bounced", Refusal.ADDRESS),
        ({"event": "bounce", "type": "blocked", "status": "5.7.1", "reason": "550 no"}, "blocked", REQUEST),
    ],
)
def test_every_event_that_says_something_has_a_status(event: dict[str, Any], status: str, about: Refusal) -> None:
    (told,) = _told(event)
    assert (told["status"], told["about"]) == (status, about)


def test_what_says_nothing_about_a_person_is_left_out() -> None:
    for event in ({"event": "deferred"}, {"event": "group_resubscribe"}):
        assert _told(event) == []


def test_an_open_says_who_asked_and_whether_that_was_a_machine() -> None:
    (opened,) = _told({"event": "open", "useragent": "Mozilla/5.0", "sg_machine_open": True})
    assert (opened["agent"], opened["machine"]) == ("Mozilla/5.0", True)
    (clicked,) = _told({"event": "click", "url": "https://acme.example/a"})
    assert (clicked["link"], clicked["machine"], "agent" in clicked) == ("https://acme.example/a", False, False)
    assert "machine" not in _told({"event": "delivered"})[0]


def _told(event: dict[str, Any]) -> list[Any]:
    body = json.dumps([{"sg_event_id": "e1", **event}]).encode()
    request = WebhookRequest("https://x/y", {"content-type": "application/json"}, body, datetime.now(UTC))
    return [one.data for one in provider("sendgrid", WebhookSource, Credentials("")).happenings(request)]
