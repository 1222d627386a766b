"""A mailbox is read for answers, bounces and complaints; the same mail read twice is the same happening."""

from datetime import UTC, datetime

import httpx
import pytest

from services.providers.base import Happening, Messenger
from services.providers.mail import MailPlace, MailReader
from services.providers.registry import provider
from services.providers.smtp import mailbox
from services.providers.smtp.reports import happening
from tests.providers.mail_accounts import PRIYA, letter, mail_account, reference
from tests.towns import Town

pytestmark = pytest.mark.filterwarnings("default::ResourceWarning")
AT = datetime(2026, 11, 26, 12, tzinfo=UTC)


async def test_answers_are_read_on_from_where_one_was(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    account = mail_account(town)
    await provider("smtp", Messenger, account).send(letter(1))
    reader = provider("smtp", MailReader, account)
    empty = await reader.read_mail(MailPlace())
    assert (empty.happenings, empty.place.uid) == ([], 0)
    for number in range(3):
        town.say(provider="smtp", **{"from": PRIYA, "text": f"Réponse {number}", "profile_name": "Priya"})
    monkeypatch.setattr(mailbox, "PAGE", 2)
    first = await reader.read_mail(empty.place)
    second = await reader.read_mail(first.place)
    assert [first.has_more, second.has_more] == [True, False]
    told = [*first.happenings, *second.happenings]
    assert [one.data["text"] for one in told] == [f"Réponse {number}" for number in range(3)]
    assert {one.data["sender"] for one in told} == {PRIYA}
    assert all(f"<{reference(1)}@acme.example>" in one.data["references"] for one in told)
    assert (await reader.read_mail(second.place)).happenings == []
    renumbered = await reader.read_mail(MailPlace(second.place.validity + 1, second.place.uid))
    assert [one.event_id for one in renumbered.happenings] == [one.event_id for one in first.happenings]


@pytest.mark.parametrize(
    ("nature", "status", "code"),
    [("hard_bounce", "bounced", "5.1.1"), ("soft_bounce", "blocked", "5.2.2"), ("complaint", "complained", "")],
)
async def test_what_comes_back_of_a_message_is_known_by_its_return_path(
    town: Town, nature: str, status: str, code: str
) -> None:
    account = mail_account(town)
    town.settings(silent=False, reply_delay=[0, 0])
    async with httpx.AsyncClient() as client:
        await client.put(f"{town.address}/sandbox/control/personas", json={"address": PRIYA, "nature": nature})
    await provider("smtp", Messenger, account).send(letter(7))
    reader = provider("smtp", MailReader, account)
    told: list[Happening] = []
    for _ in range(100):
        told = list((await reader.read_mail(MailPlace())).happenings)
        if told:
            break
    (one,) = told
    assert (one.kind, one.data["status"], one.data["reference"]) == ("status", status, reference(7))
    assert one.data["error_code"] == code


REPORT = """From: MAILER-DAEMON@mx.example\r
To: {to}\r
Date: Wed, 25 Nov 2026 10:00:00 +0000\r
Message-ID: <dsn-1@mx.example>\r
MIME-Version: 1.0\r
Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r
\r
--b\r
Content-Type: text/plain\r
\r
Sorry.\r
--b\r
Content-Type: message/delivery-status\r
\r
Reporting-MTA: dns; mx.example\r
\r
Final-Recipient: rfc822; lead@example.com\r
Action: {action}\r
Status: {status}\r
Diagnostic-Code: smtp; {said}\r
--b\r
Content-Type: {kind}\r
\r
Message-ID: <{reference}@acme.example>\r
Subject: Hi\r
\r
--b--\r
"""


@pytest.mark.parametrize(
    ("action", "status", "wanted"),
    [
        ("failed", "5.1.1", "bounced"),
        ("failed", "5.2.1", "bounced"),
        ("failed", "5.4.4", "bounced"),
        ("failed", "5.2.2", "blocked"),
        ("failed", "5.7.1", "blocked"),
        ("failed", "4.4.7", "blocked"),
        ("failed", "", "blocked"),
        ("delivered", "2.0.0", "delivered"),
        ("delayed", "4.4.1", None),
        ("relayed", "2.0.0", None),
        ("expanded", "2.0.0", None),
    ],
)
@pytest.mark.parametrize("kind", ["message/rfc822", "text/rfc822-headers"])
def test_a_delivery_report_is_hard_only_where_the_address_is_at_fault(
    action: str, status: str, wanted: str | None, kind: str
) -> None:
    filled = {"action": action, "status": status, "said": "550 no", "kind": kind, "reference": reference(3)}
    told = happening(REPORT.format(to="hello@acme.example", **filled).encode(), AT)
    assert (told.data["status"] if told else None) == wanted
    if told:
        assert (told.data["reference"], told.data["at"]) == (reference(3), "2026-11-25T10:00:00+00:00")


def test_a_report_about_a_strangers_mail_tells_nothing_and_the_return_path_is_enough() -> None:
    filled = {"action": "failed", "status": "5.1.1", "said": "550 no", "kind": "message/rfc822", "reference": "abc"}
    assert happening(REPORT.format(to="hello@acme.example", **filled).encode(), AT) is None
    told = happening(REPORT.format(to=f"bounces+{reference(9)}@acme.example", **filled).encode(), AT)
    assert told
    assert told.data["reference"] == reference(9)


@pytest.mark.parametrize("raw", [b"", b"\x00\xff", b"From: \r\n\r\n", b"Subject: =?x?q?=\r\nFrom: <a@b.in\r\n\r\nx"])
def test_a_broken_mail_is_no_trouble(raw: bytes) -> None:
    told = happening(raw, AT)
    assert told is None or told.kind == "reply"
