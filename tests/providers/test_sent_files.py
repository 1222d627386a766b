"""Files go out through every provider over real HTTP and SMTP: the bytes that were stored are the bytes that came."""

import hashlib
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import web

from services.providers.base import Messenger, OutgoingMessage
from services.providers.enclosed import OutgoingFile, disposition
from services.providers.registry import provider
from tests.providers.conftest import MAILERS, Mailbox, line_to
from tests.providers.mail_accounts import letter, mail_account
from tests.towns import Town

PDF = b"%PDF-1.4\r\n" + bytes(range(256)) * 4_000


@pytest.fixture
async def paper(tmp_path: Path) -> AsyncIterator[OutgoingFile]:
    """A stored file, which also lies where a provider can fetch it."""
    path = tmp_path / "kept"
    path.write_bytes(PDF)

    async def handed(_request: web.Request) -> web.Response:
        return web.Response(body=PDF, content_type="application/pdf")

    app = web.Application()
    app.router.add_get("/it", handed)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}/it"
    yield OutgoingFile("नक्शा plan.pdf", "application/pdf", len(PDF), path, url)
    await runner.cleanup()


def came(town: Town, name: str) -> list[dict[str, object]]:
    [message] = town.received(name)
    return message["data"]["enclosed"]


@pytest.mark.parametrize("name", ["twilio", "whatsapp_cloud", "gupshup", "wati", "sendgrid", "resend"])
async def test_the_same_bytes_arrive(name: str, town: Town, mailbox: Mailbox, paper: OutgoingFile) -> None:
    line = line_to(name, town, mailbox)
    await provider(name, Messenger, line.credentials).send(line.message(files=[paper]))
    [file] = came(town, name)
    assert (file["size"], file["sha256"]) == (len(PDF), hashlib.sha256(PDF).hexdigest())
    assert file["type"] == "application/pdf"
    if name in {*MAILERS, "whatsapp_cloud", "wati"}:
        assert file["name"] == paper.name


async def test_the_same_bytes_arrive_by_a_mail_server(town: Town, paper: OutgoingFile) -> None:
    mail = letter(1, html="<p>Hello</p>", files=[paper, paper])  # pyright: ignore
    await provider("smtp", Messenger, mail_account(town)).send(mail)
    files = came(town, "smtp")
    assert [(one["name"], one["sha256"]) for one in files] == [(paper.name, hashlib.sha256(PDF).hexdigest())] * 2
    assert isinstance(mail, OutgoingMessage)


@pytest.mark.parametrize("name", ["a.pdf", 'a"b.pdf', "x" * 115 + ".pdf", "नक्शा" * 24, "a\r\nBcc: x@y.example"])
def test_a_name_fits_any_header(name: str) -> None:
    from email import message_from_string
    from email.policy import default

    written = disposition(name)
    assert all(len(line) < 100 for line in written.split("\r\n"))
    mail = message_from_string(
        f"Content-Type: application/pdf\r\nContent-Disposition: {written}\r\n\r\nx", policy=default
    )
    assert (mail.get_filename() or "").split() == name.split()
    assert mail["Bcc"] is None
