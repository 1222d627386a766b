"""What is written as an e-mail reads back as what was meant, whatever it is."""

from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import parseaddr

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.core.errors import ProviderRefused, Refusal
from services.providers.base import Credentials, OutgoingMessage
from services.providers.smtp import writing
from services.providers.smtp.message import envelope

HOSTILE = st.sampled_from(
    [
        "=?utf-8?q?a?=",
        '"',
        "\\",
        "<b@c.d>",
        "a, b",
        ";",
        "(",
        "\r\nBcc: x@y.z",
        "\x00",
        "\ud800",
        "é",
        "नमस्ते",
        "👩\u200d⚕️",
        "\u202e",
    ]
)
TEXTS = st.lists(st.one_of(st.text(max_size=60), HOSTILE), max_size=12).map("".join)
ACCOUNT = Credentials("", {"from": "hello@acme.example", "from_name": "Acme"})


def read(raw: bytes) -> EmailMessage:
    made = message_from_bytes(raw, policy=SMTP)
    assert isinstance(made, EmailMessage)
    return made


def lines(text: str) -> list[str]:
    """As a mail keeps them: half a surrogate is no character."""
    return text.encode("utf-8", "replace").decode().replace("\r\n", "\n").replace("\r", "\n").rstrip("\n").split("\n")


def body(part: EmailMessage) -> list[str]:
    content = part.get_payload(decode=True)
    assert isinstance(content, bytes)
    return lines(content.decode())


def unfolded(value: str) -> str:
    return str(make_header(decode_header(value.replace("\r\n", ""))))


@given(name=TEXTS, subject=TEXTS, text=TEXTS, html=TEXTS)
def test_any_name_subject_and_text_reads_back(name: str, subject: str, text: str, html: str) -> None:
    message = OutgoingMessage(
        "om_1", "priya@clinic.example", text, subject, html, recipient_name=name, unsubscribe_url="https://a.example/u"
    )
    raw = envelope(message, ACCOUNT).raw
    assert all(len(line) <= 998 and b"\n" not in line and b"\r" not in line for line in raw.split(b"\r\n"))
    made = read(raw)
    assert not made.defects
    assert set(made.keys()) <= {
        "From", "To", "Subject", "Date", "Message-ID", "List-Unsubscribe", "List-Unsubscribe-Post", "MIME-Version",
        "Content-Type", "Content-Transfer-Encoding",
    }  # fmt: skip
    head = message_from_bytes(raw)  # the library's older reader puts encoded words together to the letter
    assert unfolded(head["Subject"]) == writing.one_line(subject or "Hello")
    [to] = made["To"].addresses
    assert to.addr_spec == "priya@clinic.example"
    assert unfolded(parseaddr(head["To"].replace("\r\n", ""))[0]) == writing.one_line(name)
    parts = list(made.iter_parts()) if html else [made]
    assert [body(part) for part in parts] == [lines(one) for one in ([text, html] if html else [text])]


@given(st.lists(st.text(st.characters(codec="ascii", exclude_characters=" "), min_size=1, max_size=300), max_size=9))
def test_ids_are_broken_between_each_other_only(ids: list[str]) -> None:
    raw = writing.mail([writing.tokens("References", " ".join(ids))], "", "")
    assert (read(raw)["References"] or "").split() == writing.one_line(" ".join(ids)).split()


@pytest.mark.parametrize(
    "address", ["", "a", "a@", "@b.c", "a b@c.d", "a@b.c\r\nBcc: d@e.f", "<a@b.c>", "ä@b.c", "a@b.c,d@e.f"]
)
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(ProviderRefused) as caught:
        envelope(OutgoingMessage("om_1", address, "Hello"), ACCOUNT)
    assert caught.value.about is Refusal.ADDRESS


def test_a_mail_says_whether_a_machine_wrote_it() -> None:
    for is_automatic, expected in ((True, "auto-replied"), (False, None)):
        message = OutgoingMessage("msg_1", "p@b.example", "Cleaning costs 1,200", is_automatic=is_automatic)
        assert read(envelope(message, ACCOUNT).raw)["Auto-Submitted"] == expected
