"""What kind of mail came in, and whether a bounce says that the address itself is at fault."""

import time

import pytest

from services.core.clock import now
from services.providers.smtp.kinds import kind_of
from services.providers.smtp.reports import happening

DSN = """From: MAILER-DAEMON@mx.example.in
To: bounces@leads.example.in
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

{words}

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.in

Final-Recipient: rfc822; Asha@acme.in
Action: {action}
Status: {status}
Diagnostic-Code: smtp; {reason}

--b
Content-Type: message/rfc822

From: us@leads.example.in
Subject: user unknown, mailbox full

--b--
"""


def dsn(status: str, reason: str, action: str = "failed", words: str = "Your mail could not be delivered.") -> bytes:
    return DSN.format(status=status, reason=reason, action=action, words=words).encode()


def plain(subject: str, text: str, sender: str = "asha@acme.in", more: str = "") -> bytes:
    return f"From: {sender}\nTo: us@leads.example.in\nSubject: {subject}\n{more}\n{text}\n".encode()


@pytest.mark.parametrize(
    ("status", "reason", "hard"),
    [
        ("5.1.1", "550 5.1.1 User unknown", True),
        ("5.1.2", "550 Host unknown", True),
        ("5.0.0", "550 No such user here", True),
        ("5.2.2", "552 5.2.2 Mailbox full", False),
        ("5.1.1", "550 Refused: your address is on a block list", False),
        ("5.7.1", "554 5.7.1 Message looks like spam", False),
        ("4.7.1", "450 4.7.1 Greylisted, try again later", False),
        ("5.0.0", "550 this message was refused (in reply to end of DATA command)", False),
    ],
)
def test_a_report_is_hard_only_when_the_address_is_at_fault(status: str, reason: str, hard: bool) -> None:
    report = kind_of(dsn(status, reason))
    assert (report.kind, report.is_hard) == ("bounce", hard)
    assert report.recipients == ("asha@acme.in",)
    assert report.status == status


def test_a_delivery_that_is_told_is_no_bounce() -> None:
    assert kind_of(dsn("2.0.0", "250 OK", action="relayed", words="Handed on.")).kind == "delivered"


def test_a_complaint_is_told_apart() -> None:
    raw = b'Content-Type: multipart/report; report-type=feedback-report; boundary="b"\nFrom: fbl@isp.in\n\n--b\n'
    raw += b"Content-Type: message/feedback-report\n\nFeedback-Type: abuse\n\n--b--\n"
    assert kind_of(raw).kind == "complaint"


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        (plain("Delivery failure", "Mail to <x@acme.in> failed: no such user", "postmaster@acme.in"), "bounce"),
        (plain("Automatic reply: Hello", "I am away"), "auto_reply"),
        (plain("Re: Hello", "Back on Monday", more="Auto-Submitted: auto-replied\n"), "auto_reply"),
        (plain("Re: Hello", "Your mail failed to open, the user unknown to us told me. Please resend."), "human"),
        (plain("Re: Delivery failed", "The courier says delivery failed, what does it cost to send again?"), "human"),
        (plain("Hello", "Yes, call me"), "human"),
    ],
)
def test_mail_in_words_is_told_apart(raw: bytes, kind: str) -> None:
    assert kind_of(raw).kind == kind


@pytest.mark.parametrize(
    "odd", [b"", b"\xff" * 5_000, b"Subject: =?x?B?!?=\n\n" + b"user " * 20_000, b">>> data\n" * 9_000]
)
def test_odd_mail_neither_fails_nor_takes_long(odd: bytes) -> None:
    start = time.process_time()
    kind_of(odd)
    kind_of(b"From: mailer-daemon@a.in\nSubject: failure notice\n\n" + odd)
    assert time.process_time() - start < 2


IN_WORDS = b"""From: Mail Delivery System <MAILER-DAEMON@mx.example.in>
To: hello@acme.example
Subject: Undelivered Mail Returned to Sender
Message-ID: <r1@mx.example.in>

The message to neha@singh.example could not be delivered: 550 5.1.1 User unknown

Message-ID: <om_01jdqx3v5n8k2w7r4t6y9z1abc@acme.example>
"""


def test_a_bounce_in_words_is_told_of_our_mail_and_of_nobody_elses() -> None:
    told = happening(IN_WORDS, now())
    assert told is not None
    assert told.kind == "status"
    assert (told.data["reference"], told.data["status"]) == ("om_01jdqx3v5n8k2w7r4t6y9z1abc", "bounced")
    other = happening(IN_WORDS.replace(b"om_01", b"xx_01"), now())
    assert other is None or other.kind == "reply"


def test_a_letter_in_an_unknown_charset_is_read_all_the_same() -> None:
    raw = "From: a@b.example\nTo: c@d.example\nContent-Type: text/plain; charset=x-odd\n\nकीमत क्या है".encode()
    told = happening(raw, now())
    assert told is not None
    assert told.data["text"] == "कीमत क्या है"
