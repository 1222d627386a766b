"""Files that people send: fetched from every WhatsApp vendor, stored by what they are, never what they claim."""

import asyncio
from collections.abc import Iterator

import pytest

from services import storage
from services.conversations.files import open_file, sweep
from services.conversations.queries import thread
from services.core.errors import NotFound, ProviderDown, ProviderRefused
from services.core.scope import Scope
from services.db import reading, transaction
from services.inbound import files
from services.leads.erasing import erase_enquiry
from services.models import Attachment, AttachmentStatus, Conversation, Integration, Lead, LeadSourceName
from services.providers.base import Credentials
from services.providers.files import Door, FileKeeper
from services.providers.registry import provider
from tests import hearing, support
from tests.databases import forget_settings
from tests.hearing import read_all
from tests.providers.conftest import Line, Mailbox, line_to, mailbox, town  # noqa: F401  fixtures
from tests.towns import Town

VENDORS = ("twilio", "whatsapp_cloud", "gupshup", "wati")


async def sent_along(line: Line, town: Town, box: Mailbox, name: str) -> tuple[FileKeeper, dict[str, str]]:  # noqa: F811
    """Somebody sends a file: who keeps it, and what the webhook said of it."""
    values = {"provider": line.name, "from": "+919845012345", "text": "See this", "file": name}
    await asyncio.to_thread(lambda: town.say(**values))
    messenger = provider(line.name, FileKeeper, line.credentials)
    request = (await box.wait_for())[-1]
    [told] = messenger.happenings(request)  # type: ignore[attr-defined]
    [source] = told.data["files"]
    return messenger, source


@pytest.mark.parametrize("vendor", VENDORS)
async def test_a_file_is_told_and_read_at_every_vendor(vendor: str, town: Town, mailbox: Mailbox) -> None:  # noqa: F811
    line = line_to(vendor, town, mailbox)
    keeper, source = await sent_along(line, town, mailbox, "paper")
    assert (await keeper.file(source)).startswith(b"%PDF")
    assert source["name"] == ("" if vendor == "twilio" else "paper.pdf")


@pytest.mark.parametrize("vendor", ["twilio", "whatsapp_cloud", "wati"])
async def test_a_file_is_not_read_with_a_wrong_key(vendor: str, town: Town, mailbox: Mailbox) -> None:  # noqa: F811
    line = line_to(vendor, town, mailbox)
    _, source = await sent_along(line, town, mailbox, "picture")
    wrong = Credentials(
        line.credentials.base_url, {**line.credentials.values, "auth_token": "x", "access_token": "y"}, True
    )
    with pytest.raises(ProviderRefused):
        await provider(vendor, FileKeeper, wrong).file(source)


async def test_what_is_too_large_is_refused_before_it_is_read(town: Town, mailbox: Mailbox) -> None:  # noqa: F811
    keeper, source = await sent_along(line_to("gupshup", town, mailbox), town, mailbox, "huge")
    with pytest.raises(ProviderRefused) as refused:
        await keeper.file(source)
    assert refused.value.code == "size"


@pytest.mark.parametrize(
    "url",
    ["http://127.0.0.1:1/x", "http://169.254.169.254/latest", "file:///etc/passwd", "http://localhost/", "", "//x"],
)
async def test_no_address_inside_our_own_network_is_read(url: str) -> None:
    real = Credentials("https://api.twilio.com", {"account_sid": "AC1", "auth_token": "t"})
    with pytest.raises((ProviderRefused, ProviderDown)) as refused:
        await Door("twilio", "Twilio", real, {"Authorization": "Basic x"}).read(url)
    assert isinstance(refused.value, ProviderRefused)


@pytest.fixture
def talk(alice: Scope) -> Conversation:
    return support.add_conversation(alice, support.add_lead(alice, phone="+919845012345"))


@pytest.fixture
def expected(alice: Scope, talk: Conversation, free_port: int, monkeypatch: pytest.MonkeyPatch) -> Iterator[Town]:
    """Gupshup is connected to a sandbox, where files lie for anybody."""
    from tests.towns import running_town

    monkeypatch.setenv("LEADGEN_SANDBOX_PORT", str(free_port))
    forget_settings()
    support.add(alice, Integration(provider="gupshup", status="connected", is_sandbox=True))
    with running_town(free_port) as running:
        yield running


async def received(alice: Scope, town: Town, number: str, name: str = "") -> Attachment:  # noqa: F811
    """A message with a file, fetched as the job fetches it."""
    told = [{"name": name, "url": f"{town.address}/files/{number}"}]
    await hearing.whatsapp(alice, "+919845012345", "See this\n[file]", provider="gupshup", files=told)
    row = read_all(alice, Attachment)[-1]
    await files.fetch(alice.customer_id, row.id or 0)
    await files.fetch(alice.customer_id, row.id or 0)
    return read_all(alice, Attachment)[-1]


async def test_a_picture_is_stored_and_shown_to_its_own_business_alone(
    alice: Scope, charlie: Scope, expected: Town, talk: Conversation
) -> None:
    row = await received(alice, expected, "1000000")
    assert (row.status, row.mime_type, row.file_name, row.source) == (
        AttachmentStatus.STORED, "image/png", "File.png", {},
    )  # fmt: skip
    with reading(alice) as session:
        found = open_file(session, alice, row.public_id)
        [bubble] = thread(session, talk.public_id).messages
    assert found.is_picture
    assert found.path.read_bytes().startswith(b"\x89PNG")
    assert found.path.stat().st_mode & 0o077 == 0
    assert (bubble.text, bubble.files[0].is_picture, bubble.files[0].is_ready) == ("See this", True, True)
    with pytest.raises(NotFound), reading(charlie) as session:
        open_file(session, charlie, row.public_id)


@pytest.mark.parametrize(
    ("number", "name", "status", "mime"),
    [
        ("1000001", "Floor plan.pdf", AttachmentStatus.STORED, "application/pdf"),
        ("1000002", "Floor plan.pdf", AttachmentStatus.REFUSED, ""),
        ("1000001", "plan.exe", AttachmentStatus.REFUSED, ""),
        ("1000004", "page.html", AttachmentStatus.STORED, "application/octet-stream"),
        ("1000009", "gone.pdf", AttachmentStatus.FAILED, ""),
    ],
)
async def test_a_file_is_what_its_content_says(
    alice: Scope, expected: Town, number: str, name: str, status: AttachmentStatus, mime: str, sqlite: str
) -> None:
    row = await received(alice, expected, number, name)
    assert (row.status, row.mime_type, bool(row.stored_as)) == (status, mime, bool(mime))
    assert bool(row.problem) is not bool(mime)


async def test_files_go_with_the_person_and_what_is_fresh_stays(
    alice: Scope, expected: Town, talk: Conversation, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = await received(alice, expected, "1000000")
    monkeypatch.setattr("services.conversations.files._JUST_WRITTEN_SECONDS", -1)
    with transaction(alice) as session:
        assert sweep(session, alice.customer_id) == 0
        lead = session.get_one(Lead, talk.lead_id)
        lead.source, lead.platform_lead_id = LeadSourceName.META_ADS, "l1"
        session.flush()
        erase_enquiry(session, LeadSourceName.META_ADS, "l1", None)
    assert read_all(alice, Attachment) == []
    assert list(storage.stored(alice.customer_id)) == [row.stored_as]
    with transaction(alice) as session:
        assert sweep(session, alice.customer_id) == 1
    assert list(storage.stored(alice.customer_id)) == []


def test_a_name_of_ours_is_the_only_way_to_a_file() -> None:
    for name in ("../1/file_a", "file_a/..", "", "/etc/passwd", "file_A"):
        with pytest.raises(ValueError, match="name"):
            storage.path_of(1, name)
