"""Files that come by e-mail: stored with their message, folded where a signature brings them, gone with the ignored."""

import base64
from typing import Any

import httpx
import pytest
from sqlmodel import col

from services import storage, webhooks
from services.conversations.files import FileView, open_file, sweep
from services.conversations.queries import thread
from services.core.errors import ProviderDown
from services.core.scope import Scope
from services.db import reading, transaction
from services.inbound import files, mailboxes
from services.inbound.handling import handle
from services.inbound.sweeping import handle_replies
from services.models import Attachment, AttachmentStatus, Conversation, InboundEvent, Integration, Message
from services.providers.base import Happening
from services.providers.enclosed import CarriedFile
from services.providers.smtp import mailbox as mailbox_of
from services.providers.smtp.mailbox import ImapMailbox
from tests import hearing, posting, support
from tests.databases import forget_settings
from tests.providers.mail_accounts import PRIYA, mail_account
from tests.towns import Town

PDF = b"%PDF-1.4 a plan"
PNG = b"\x89PNG\r\n\x1a\n" + b"p" * 3_000


@pytest.fixture
def talk(alice: Scope) -> Conversation:
    return support.add_conversation(alice, support.add_lead(alice, email=PRIYA, phone=None))


def told(scope: Scope, *carried: CarriedFile, name: str = "mail:1", **data: Any) -> None:
    """A webhook or a mailbox brings a letter, and it is handled."""
    usual = {"channel": "email", "sender": PRIYA, "recipient": "hello@acme.example", "text": "Here is the plan.",
             "subject": "Re: Hi", "message_id": f"<{name}>", "references": [], "headers": {}}  # fmt: skip
    one = Happening(name, "reply", {**usual, **data}, carried)
    webhooks.keep([webhooks.Told("sendgrid", scope.customer_id, one)])
    handle_replies(scope.customer_id)


def shown(scope: Scope, talk: Conversation) -> list[FileView]:
    with reading(scope) as session:
        return thread(session, talk.public_id).messages[-1].files


def kept(scope: Scope) -> list[str]:
    return list(storage.stored(scope.customer_id))


def test_a_file_stands_under_its_message_and_belongs_to_its_business(
    alice: Scope, charlie: Scope, talk: Conversation
) -> None:
    told(alice, CarriedFile("../Plan.pdf", PDF))
    told(alice, CarriedFile("../Plan.pdf", PDF))
    [file] = shown(alice, talk)
    assert (file.name, file.words, file.is_ready, file.is_folded) == ("Plan.pdf", "PDF, 15 bytes", True, False)
    assert len(hearing.read_all(alice, Message)) == len(kept(alice)) == 1
    with reading(alice) as session:
        assert open_file(session, alice, file.id).path.read_bytes() == PDF
    with pytest.raises(Exception, match="not found"), reading(charlie) as session:
        open_file(session, charlie, file.id)


def test_what_is_refused_is_named_and_the_message_is_there(alice: Scope, talk: Conversation) -> None:
    many = [CarriedFile(f"{number}.pdf", PDF) for number in range(12)]
    told(alice, CarriedFile("setup.exe", b"MZ"), CarriedFile("huge.mp4", b"\0" * 25_000_001), *many[:9])
    files_shown = {one.name: one for one in shown(alice, talk)}
    assert files_shown["setup.exe"].words.startswith("A program")
    assert files_shown["huge.mp4"].words.startswith("Larger than 25 MB")
    assert files_shown["1 more files"].words.endswith("Left out: 8.pdf")
    assert len(kept(alice)) == 8
    assert hearing.read_all(alice, Message)[-1].message_text == "Here is the plan."


def test_a_signatures_pictures_are_kept_and_folded(alice: Scope, talk: Conversation) -> None:
    pictured = "See [cid:plan@x]\nRegards,\nPriya Sharma\nSharma Clinic, Bengaluru\n[cid:logo@x]"
    carried = [CarriedFile("plan.png", PNG, "plan@x"), CarriedFile("logo.png", PNG, "logo@x"),
               CarriedFile("dot.png", PNG[:900], "plan@x"), CarriedFile("smime.p7s", b"\x30", is_aside=True),
               CarriedFile("price.pdf", PDF)]  # fmt: skip
    told(alice, *carried, pictured=pictured, text="See [cid:plan@x]")
    assert {one.name: one.is_folded for one in shown(alice, talk)} == {
        "price.pdf": False, "plan.png": False, "logo.png": True, "dot.png": True, "smime.p7s": True,
    }  # fmt: skip
    with reading(alice) as session:
        assert thread(session, talk.public_id).messages[-1].text == "See"


@pytest.mark.parametrize(
    "data",
    [
        {"headers": {"auto-submitted": "auto-replied"}, "subject": "Automatic reply: Hi"},
        {"sender": "somebody@nowhere.example"},
    ],
)
def test_what_a_machine_or_a_stranger_encloses_is_not_stored(
    alice: Scope, talk: Conversation, data: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    told(alice, CarriedFile("plan.pdf", PDF), **data)
    assert (hearing.read_all(alice, Attachment), hearing.read_all(alice, Message)) == ([], [])
    monkeypatch.setattr("services.conversations.files._JUST_WRITTEN_SECONDS", -1)
    with transaction(alice) as session:
        assert sweep(session, alice.customer_id) == 1
    assert kept(alice) == []


def test_a_refusals_file_waits_for_a_person_to_say_that_it_was_none(
    alice: Scope, monkeypatch: pytest.MonkeyPatch
) -> None:
    support.add_contact(alice, email=PRIYA, phone=None)
    told(alice, CarriedFile("plan.pdf", PDF), text="No thank you, we are not interested.")
    [row] = hearing.read_all(alice, Attachment)
    assert (row.message_id, row.status, len(kept(alice))) == (None, AttachmentStatus.STORED, 1)
    monkeypatch.setattr("services.conversations.files._JUST_WRITTEN_SECONDS", -1)
    with transaction(alice) as session:
        assert sweep(session, alice.customer_id) == 0
        session.get_one(Attachment, row.id).created_at = row.created_at.replace(year=2020)
    with transaction(alice) as session:
        assert sweep(session, alice.customer_id) == 1


def test_no_more_is_stored_than_a_business_has_room_for(
    alice: Scope, talk: Conversation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LEADGEN_FILES_MB", "1")
    forget_settings()
    told(alice, CarriedFile("a.pdf", PDF + b"x" * 600_000), CarriedFile("b.pdf", PDF + b"x" * 600_000))
    assert [(one.is_ready, one.words.startswith("There is no room")) for one in shown(alice, talk)] == [
        (True, False), (False, True),
    ]  # fmt: skip
    assert len(kept(alice)) == 1


def contents(scope: Scope) -> set[bytes]:
    return {storage.path_of(scope.customer_id, name).read_bytes() for name in kept(scope)}


def enclosed(*files: tuple[str, bytes], **more: Any) -> dict[str, Any]:
    listed = [{"name": name, "type": "application/pdf", "content": base64.b64encode(content).decode()}
              for name, content in files]  # fmt: skip
    return {"from": PRIYA, "text": "Here is the plan.", "in_reply_to": "", "files": listed, **more}


async def test_a_large_mail_is_read_to_its_end_once_it_is_known_to_be_ours(
    alice: Scope, town: Town, talk: Conversation
) -> None:
    posting.connect(alice, "smtp", dict(mail_account(town).values), is_sandbox=True)
    large = PDF + bytes(range(256)) * 10_000
    town.say(provider="smtp", **enclosed(("plan.pdf", large), ("small.pdf", PDF)))
    town.say(provider="smtp", **enclosed(("private.pdf", large), **{"from": "aunt@family.example"}))
    await mailboxes.read_mailboxes()
    handle_replies(alice.customer_id)
    names = {one.name: one for one in shown(alice, talk)}
    assert set(names) == {"plan.pdf", "small.pdf"}
    with reading(alice) as session:
        assert open_file(session, alice, names["plan.pdf"].id).path.read_bytes() == large
    assert len(hearing.read_all(alice, InboundEvent)) == 1


async def test_a_mail_that_cannot_be_read_to_its_end_comes_without_its_files(
    alice: Scope, town: Town, talk: Conversation, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def lost(_self: ImapMailbox, _uid: int) -> None:
        raise ProviderDown("smtp", "Gone.")

    posting.connect(alice, "smtp", dict(mail_account(town).values), is_sandbox=True)
    monkeypatch.setattr(ImapMailbox, "read_whole", lost)
    town.say(provider="smtp", **enclosed(("plan.pdf", PDF + b"x" * 2_000_000)))
    for turn in range(mailboxes.MOST_TRIES):
        assert len(hearing.read_all(alice, InboundEvent)) == 0, turn
        await mailboxes.read_mailboxes()
    handle_replies(alice.customer_id)
    [file] = shown(alice, talk)
    assert (file.is_ready, "left out" in file.words) == (False, True)
    assert hearing.read(alice, Integration, col(Integration.provider) == "smtp").detail["mailbox"]["tries"] == 0


async def test_a_mail_beyond_every_limit_is_named_at_once(
    alice: Scope, town: Town, talk: Conversation, monkeypatch: pytest.MonkeyPatch
) -> None:
    posting.connect(alice, "smtp", dict(mail_account(town).values), is_sandbox=True)
    monkeypatch.setattr(mailbox_of, "LARGEST", 1_500_000)
    town.say(provider="smtp", **enclosed(("plan.pdf", PDF + b"x" * 2_000_000)))
    await mailboxes.read_mailboxes()
    handle_replies(alice.customer_id)
    assert "larger than can be read" in shown(alice, talk)[0].words


async def test_files_at_resend_are_fetched_by_the_job(alice: Scope, town: Town, talk: Conversation) -> None:
    key = "re_" + "d" * 32
    values = {"api_key": key, "from": "hello@acme.example"}
    posting.connect(alice, "resend", values, base_url=town.address, is_sandbox=True)
    posted = {"provider": "resend", "account": "acme", "access_token": key, "address": "hello@acme.example"}
    control(town, "accounts", posted)
    picture = {"name": "logo.png", "type": "image/png", "cid": "logo", "content": base64.b64encode(PNG).decode()}
    said = enclosed(("plan.pdf", PDF), provider="resend", html='Yes<div class="gmail_signature"><img src="cid:logo">')
    said["files"].append(picture)
    email_id = control(town, "say", said)["provider_id"].strip("<>").partition("@")[0]
    data = {"channel": "email", "sender": PRIYA, "recipient": "hello@acme.example", "email_id": email_id}
    stored = hearing.event(alice, "reply", "resend", **data)
    await handle(alice.customer_id, stored.id or 0)
    for row in hearing.read_all(alice, Attachment):
        assert row.status == AttachmentStatus.PENDING
        await files.fetch(alice.customer_id, row.id or 0)
    assert [(one.name, one.is_ready, one.is_folded) for one in shown(alice, talk)] == [
        ("plan.pdf", True, False), ("logo.png", True, True),
    ]  # fmt: skip
    assert contents(alice) == {PDF, PNG}


def control(town: Town, call: str, body: dict[str, Any]) -> dict[str, Any]:
    answer = httpx.post(f"{town.address}/sandbox/control/{call}", json=body)
    answer.raise_for_status()
    return dict(answer.json())
