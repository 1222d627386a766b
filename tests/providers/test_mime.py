"""The files of e-mails as every program writes them, and of those that nobody should write."""

import base64
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP

import pytest

from services.providers.base import Credentials, WebhookRequest
from services.providers.mime import MOST_PARTS, enclosed_in, parsed, pictured
from services.providers.sendgrid.client import SendGrid
from services.providers.smtp.reports import happening
from tests.providers.test_webhooks import ENVELOPE, mail

AT = datetime(2026, 11, 26, 12, tzinfo=UTC)
PDF = b"%PDF-1.4 a plan"
PNG = b"\x89PNG\r\n\x1a\n" + b"p" * 3_000
HEAD = b"From: Priya <priya@clinic.example>\r\nTo: hello@acme.example\r\nMessage-ID: <m1@clinic.example>\r\n"


def letter(text: str = "See the plan.", html: str = "") -> EmailMessage:
    made = EmailMessage(policy=SMTP)
    made["From"], made["To"], made["Subject"] = "Priya <priya@clinic.example>", "hello@acme.example", "Plan"
    made["Message-ID"] = "<m1@clinic.example>"
    made.set_content(text)
    if html:
        made.add_alternative(html, subtype="html")
    return made


def one_part(disposition: bytes, kind: bytes = b"application/pdf", content: bytes = PDF) -> bytes:
    body = base64.encodebytes(content)
    return (
        HEAD + b'MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="b"\r\n\r\n'
        b"--b\r\nContent-Type: text/plain\r\n\r\nHere.\r\n--b\r\nContent-Type: " + kind + b"\r\n"
        b"Content-Transfer-Encoding: base64\r\n" + disposition + b"\r\n\r\n" + body + b"\r\n--b--\r\n"
    )


@pytest.mark.parametrize(
    ("disposition", "name"),
    [
        (b'Content-Disposition: attachment; filename="plan.pdf"', "plan.pdf"),
        (b"Content-Disposition: attachment; filename*=UTF-8''%E0%A4%98%E0%A4%B0.pdf", "घर.pdf"),
        (b"Content-Disposition: attachment; filename*0*=UTF-8''%E0%A4%98; filename*1*=%E0%A4%B0.pdf", "घर.pdf"),
        (b'Content-Disposition: attachment; filename="=?UTF-8?B?4KSY4KSwLnBkZg==?="', "घर.pdf"),
        (b'Content-Disposition: attachment; filename="=?iso-8859-1?Q?Caf=E9.pdf?="', "Café.pdf"),
        ('Content-Disposition: attachment; filename="घर.pdf"'.encode(), "घर.pdf"),
        (b'Content-Disposition: attachment;\r\n filename="=?utf-8?q?pla?=\r\n =?utf-8?q?n.pdf?="', "plan.pdf"),
        (b'Content-Disposition: inline; filename="plan.pdf"', "plan.pdf"),
        (b"Content-Disposition: attachment", "File.pdf"),
        (b"X-Nothing: here", "File.pdf"),
    ],
)
def test_a_file_has_the_name_that_its_program_wrote(disposition: bytes, name: str) -> None:
    told = happening(one_part(disposition), AT)
    assert told
    [file] = told.files
    assert (file.name, file.content, told.data["text"]) == (name, PDF, "Here.")


def test_a_mail_inside_a_mail_is_one_file_and_none_of_its_words_are_said() -> None:
    made, inner = letter(), letter("Private words")
    inner.replace_header("Subject", "Old talk")
    inner.add_attachment(PDF, maintype="application", subtype="pdf", filename="inner.pdf")
    made.add_attachment(inner)
    told = happening(made.as_bytes(), AT)
    assert told
    [file] = told.files
    assert (file.name, b"Private words" in file.content) == ("Old talk.eml", True)
    assert told.data["text"] == "See the plan."


def test_what_only_programs_read_is_aside_and_the_same_file_twice_is_one() -> None:
    made = letter()
    for _ in range(2):
        made.add_attachment(b"BEGIN:VCALENDAR", maintype="text", subtype="calendar", filename="invite.ics")
    made.add_attachment(b"\x30\x80", maintype="application", subtype="pkcs7-signature", filename="smime.p7s")
    made.add_attachment(b"\x78\x9f\x3e\x22", maintype="application", subtype="ms-tnef", filename="winmail.dat")
    told = happening(made.as_bytes(), AT)
    assert told
    assert [(one.name, one.is_aside) for one in told.files] == [
        ("invite.ics", False), ("smime.p7s", True), ("winmail.dat", False),
    ]  # fmt: skip


def test_a_picture_among_the_words_is_known_by_its_content_id() -> None:
    made = letter(html='<p>Look</p><img src="cid:Plan@x"><p>Regards</p><img src="cid:logo@x">')
    page = next(part for part in made.iter_parts() if part.get_content_type() == "text/html")
    for name in ("Plan@x", "logo@x"):
        page.add_related(PNG + name.encode(), "image", "png", cid=f"<{name}>", filename=f"{name[:4]}.png")
    made.add_attachment(
        PDF, maintype="application", subtype="pdf", filename="a.pdf", cid="<gmail-gives-every-file-one>"
    )
    told = happening(made.as_bytes(), AT)
    assert told
    assert {one.name: one.content_id for one in told.files} == {"Plan.png": "plan@x", "logo.png": "logo@x", "a.pdf": ""}
    assert told.data["pictured"].split() == ["Look", "[cid:plan@x]", "Regards", "[cid:logo@x]"]


@pytest.mark.parametrize(
    "history",
    [
        '<div class="gmail_quote"><img src="cid:a"></div>',
        '<blockquote><img src="cid:a"></blockquote>',
        '<div class="gmail_signature"><img src="cid:a"></div>',
        '<div id="Signature"><p>Priya</p><img src="cid:a"></div>',
        '<div id="divRplyFwdMsg">From: us</div><div><img src="cid:a"></div>',
        '<div id="appendonsend"></div><hr><div><img src="cid:a"></div>',
    ],
)
def test_what_a_program_marks_as_quoted_or_signed_is_no_ones_words(history: str) -> None:
    assert pictured(f"<div>Yes please</div>{history}") == "Yes please"


def test_words_are_never_empty_and_an_empty_file_says_so() -> None:
    raw = one_part(b'Content-Disposition: attachment; filename="a.pdf"', content=b"").replace(b"Here.", b"")
    told = happening(raw, AT)
    assert told
    assert (told.data["text"], told.files[0].problem) == ("[file]", "It came empty.")


@pytest.mark.parametrize("kind", [b'multipart/mixed; boundary="b%d"\r\n\r\n--b%d', b"message/rfc822\r\n"])
def test_a_mail_nested_without_end_is_still_heard_of(kind: bytes) -> None:
    lines = [b"Content-Type: " + (kind % (n, n) if b"%d" in kind else kind) + b"\r\n" for n in range(3_000)]
    told = happening(HEAD + b"".join(lines) + b"\r\nhi\r\n", AT)
    assert told
    assert told.data["sender"] == "priya@clinic.example"
    assert len(told.files) <= 1


def test_a_mail_of_a_thousand_parts_is_looked_at_within_reason() -> None:
    part = b"--b\r\nContent-Type: image/png\r\n\r\n%d\r\n"
    raw = HEAD + b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n' + b"".join(part % n for n in range(5_000))
    assert len(enclosed_in(parsed(raw + b"--b--\r\n"), "")) < MOST_PARTS


@pytest.mark.parametrize("transfer", [b"base64", b"quoted-printable", b"x-uuencode", b"nonsense"])
def test_broken_content_is_kept_as_far_as_it_can_be_read(transfer: bytes) -> None:
    raw = one_part(b'Content-Disposition: attachment; filename="a.pdf"')
    told = happening(raw.replace(b"Transfer-Encoding: base64", b"Transfer-Encoding: " + transfer), AT)
    assert told
    assert told.files[0].content


def form(fields: dict[str, bytes], *files: tuple[str, str, bytes]) -> WebhookRequest:
    """Inbound Parse's form, with files behind its fields."""
    request = mail({"from": b"priya@clinic.example", "envelope": ENVELOPE, **fields})
    parts = b"".join(
        b'--xx\r\nContent-Disposition: form-data; name="%s"; filename="%s"\r\nContent-Type: application/x\r\n\r\n%s\r\n'
        % (field.encode(), name.encode(), content)
        for field, name, content in files
    )
    body = request.body.removesuffix(b"--xx--\r\n") + parts + b"--xx--\r\n"
    return WebhookRequest(request.url, request.headers, body, request.received_at)


def test_inbound_parse_brings_files_named_by_its_list() -> None:
    fields = {
        "text": b"See", "html": b'See <img src="cid:ii_1">', "content-ids": b'{"ii_1":"attachment2"}',
        "attachment-info": '{"attachment1":{"filename":"घर.pdf","type":"application/pdf"}}'.encode(),
    }  # fmt: skip
    large = PDF + b"x" * 2_000_000
    request = form(fields, ("attachment1", "x.pdf", large), ("attachment2", "logo.png", PNG))
    (told,) = SendGrid(Credentials("", {})).happenings(request)
    assert [(one.name, one.content_id) for one in told.files] == [("घर.pdf", ""), ("logo.png", "ii_1")]
    assert [one.content for one in told.files] == [large, PNG]


def test_inbound_parse_in_raw_mode_brings_the_files_of_the_mail() -> None:
    raw = one_part(b'Content-Disposition: attachment; filename="plan.pdf"')
    (told,) = SendGrid(Credentials("", {})).happenings(mail({"email": raw, "envelope": ENVELOPE}))
    assert [(one.name, one.content) for one in told.files] == [("plan.pdf", PDF)]
