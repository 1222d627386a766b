"""Any mail server, tried against the sandbox's: what arrives, what refusals mean, what a lost answer means."""

import asyncio
import base64
import ssl
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import dkim
import pytest
from aiosmtpd import smtp as aiosmtpd
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID

from services.core.errors import ProviderDown, ProviderRefused, ProviderUnsure, Refusal
from services.providers import base
from services.providers.base import Credentials, Messenger, Sent
from services.providers.pool import connections
from services.providers.registry import provider
from services.providers.smtp import reaching
from services.providers.smtp.errors import ENHANCED, PLAIN, refusal
from services.providers.smtp.message import envelope
from tests.databases import forget_settings
from tests.providers.mail_accounts import ADDRESS, PRIYA, letter, mail_account, reference
from tests.towns import Town

pytestmark = pytest.mark.filterwarnings("default::ResourceWarning")

RFC_3463 = {
    "0.0", *(f"1.{n}" for n in (0, 1, 2, 3, 4, 6, 7, 8)), *(f"2.{n}" for n in range(5)), *(f"3.{n}" for n in range(6)),
    *(f"4.{n}" for n in range(8)), *(f"5.{n}" for n in range(6)), *(f"6.{n}" for n in range(6)),
    *(f"7.{n}" for n in range(8)),
}  # fmt: skip
REGISTERED_SINCE = {"1.9", "1.10", "5.6", *(f"6.{n}" for n in range(6, 11)), *(f"7.{n}" for n in range(8, 31))}


def smtp(account: Credentials) -> Messenger:
    return provider("smtp", Messenger, account)


def test_every_enhanced_code_has_a_meaning_of_its_own_and_every_plain_code_one_of_them() -> None:
    assert set(ENHANCED) == RFC_3463 | REGISTERED_SINCE
    assert set(PLAIN.values()) <= set(ENHANCED)
    for detail, (about, words) in ENHANCED.items():
        refused = refusal(550, f"5.{detail} no")
        assert isinstance(refused, ProviderRefused)
        assert (refused.about, words[-1]) == (about, ".")
        later = refusal(450, f"4.{detail} later")
        assert type(later) is ProviderDown


@pytest.mark.parametrize(
    ("code", "text", "about"),
    [
        (550, "no such user", Refusal.ADDRESS),
        (550, "5.7.26 Unauthenticated email from acme.in is not accepted due to DMARC policy", Refusal.ACCOUNT),
        (550, "5.1.99 a new kind of address trouble", Refusal.ADDRESS),
        (552, "5.2.2 Mailbox full", Refusal.REQUEST),
        (535, "authentication failed", Refusal.ACCOUNT),
        (554, "rejected", Refusal.REQUEST),
        (599, "?", Refusal.REQUEST),
    ],
)
def test_a_refusal_is_read_from_the_enhanced_code_first(code: int, text: str, about: Refusal) -> None:
    error = refusal(code, text)
    assert isinstance(error, ProviderRefused)
    assert error.about is about
    assert text in error.message


async def test_a_mail_arrives_whole_over_connections_that_are_kept(town: Town) -> None:
    account = mail_account(town)
    async with connections():
        more = {"html": "<p>Grüß Gott</p>", "reply_to": "r@acme.example", "unsubscribe_url": "https://u.in/u/1"}
        sent = [await smtp(account).send(letter(number, **more)) for number in range(3)]
    assert sent == [Sent(f"{reference(number)}@acme.example") for number in range(3)]
    received = town.received("smtp")
    assert [one["reference"] for one in received] == [reference(number) for number in range(3)]
    first = received[0]
    assert (first["recipient"], first["sender"], first["subject"]) == (PRIYA, ADDRESS, "Namasté")
    assert first["body"].splitlines() == ["Grüß Gott 0", ".", "Bye"]
    assert first["data"]["html"].strip() == "<p>Grüß Gott</p>"
    assert first["data"]["return_path"] == f"bounces+{reference(0)}@acme.example"
    headers = first["data"]["headers"]
    assert headers["List-Unsubscribe"] == "<https://u.in/u/1>"
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert headers["From"] == f"Acme <{ADDRESS}>"


@pytest.mark.parametrize(
    ("recipient", "kind", "about"),
    [
        ("code-450-4.2.2@clinic.example", ProviderDown, None),
        ("code-421-4.3.2@clinic.example", ProviderDown, None),
        ("code-550-5.1.1@clinic.example", ProviderRefused, Refusal.ADDRESS),
        ("code-552-5.2.2@clinic.example", ProviderRefused, Refusal.REQUEST),
        ("code-554-5.7.1@clinic.example", ProviderRefused, Refusal.ACCOUNT),
        ("not an address", ProviderRefused, Refusal.ADDRESS),
        ("priyä@clinic.example", ProviderRefused, Refusal.ADDRESS),
    ],
)
async def test_a_refused_recipient_spoils_nothing_for_the_next(
    town: Town, recipient: str, kind: type, about: Refusal | None
) -> None:
    account = mail_account(town)
    async with connections():
        with pytest.raises(kind) as caught:
            await smtp(account).send(letter(1, recipient))
        assert type(caught.value) is kind
        assert getattr(caught.value, "about", None) is about
        await smtp(account).send(letter(2))
    assert [one["reference"] for one in town.received("smtp")] == [reference(2)]


@pytest.mark.parametrize(
    ("fault", "kind", "arrived"),
    [
        ({"rate_limited": 1}, ProviderDown, 0),
        ({"error": 1}, ProviderRefused, 0),
        ({"drop": 1}, ProviderUnsure, 0),
        ({"lost_answer": 1}, ProviderUnsure, 1),
        ({"latency": 3}, ProviderUnsure, 0),
    ],
)
async def test_after_the_final_dot_only_an_answer_is_certainty(
    town: Town, fault: dict[str, float], kind: type, arrived: int
) -> None:
    account = mail_account(town)
    town.settings(faults={"smtp": fault})
    with pytest.raises(ProviderDown if kind is not ProviderRefused else kind) as caught:
        await smtp(account).send(letter())
    assert type(caught.value) is kind
    assert len(town.received("smtp")) == arrived


async def test_a_connection_that_died_unnoticed_is_replaced(town: Town) -> None:
    client = smtp(mail_account(town))
    async with connections():
        await client.send(letter(1))
        pool = client._pool()  # pyright: ignore
        pool._idle[0][0].transport.abort()
        await client.send(letter(2))
        await asyncio.gather(*(client.send(letter(number)) for number in range(3, 9)))
        assert len(pool._idle) <= 2
    assert len(town.received("smtp")) == 8


async def test_what_is_wrong_with_the_account_is_said_so(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    account = mail_account(town)

    async def refused(changed: Credentials) -> str:
        with pytest.raises(ProviderRefused) as caught:
            await smtp(changed).send(letter())
        assert caught.value.about is Refusal.ACCOUNT
        return caught.value.message

    assert "user name or password" in await refused(mail_account(town, password="wrong"))
    assert "sender" in await refused(mail_account(town, bounce_address="", **{"from": "me@other.example"}))
    assert "private network" in await refused(replace(mail_account(town, port="25"), is_sandbox=False))
    assert "not a mail server" in await refused(replace(mail_account(town, port="22"), is_sandbox=False))
    assert "DKIM" in await refused(mail_account(town, dkim_selector="a", dkim_key="nonsense"))
    with pytest.raises(ProviderDown):
        await smtp(mail_account(town, port="9")).send(letter())
    monkeypatch.setenv("LEADGEN_MAIL_ALLOW", f"127.0.0.1:{account['port']}")
    forget_settings()
    assert await smtp(replace(account, is_sandbox=False)).send(letter())


async def test_the_connection_test_reaches_both_servers(town: Town) -> None:
    async def said(**changes: str) -> str:
        return await provider("smtp", base.Testable, mail_account(town, **changes)).test()

    assert await said() == "Connected to the mail server and to the mailbox."
    assert "Without a mailbox" in await said(imap_host="")
    with pytest.raises(ProviderRefused, match="mailbox refused"):
        await said(imap_password="wrong")
    with pytest.raises(ProviderDown):
        await said(imap_port="9")


def test_a_mail_is_signed_for_its_domain_headers_of_unsubscribing_included() -> None:
    key = rsa.generate_private_key(65537, 1024)
    text = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()
    public = key.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    values = {"from": ADDRESS, "dkim_selector": "leads", "dkim_key": "".join(text.split())}
    made = envelope(letter(unsubscribe_url="https://u.in/u/1"), Credentials("", values))
    record = b"v=DKIM1; k=rsa; p=" + base64.b64encode(public)
    asked: list[bytes] = []
    assert dkim.verify(made.raw, dnsfunc=lambda name, **_: asked.append(name) or record)
    assert asked == [b"leads._domainkey.acme.example."]
    assert b"list-unsubscribe-post" in made.raw.partition(b"b=")[0].lower()
    assert not dkim.verify(made.raw.replace(b"u.in/u/1", b"u.in/u/2"), dnsfunc=lambda _name, **_: record)


class Sink:
    """Takes everything, counts what came encrypted."""

    def __init__(self) -> None:
        self.encrypted: list[bool] = []

    async def handle_DATA(self, server: aiosmtpd.SMTP, session: object, envelope: object) -> str:  # noqa: N802
        self.encrypted.append(server.transport.get_extra_info("sslcontext") is not None)  # pyright: ignore
        return "250 2.0.0 Ok"


@pytest.fixture
def certificate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ssl.SSLContext:
    """A server's certificate that our client trusts."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    at = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), at, at + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path / "server.pem"
    file.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + made.public_bytes(serialization.Encoding.PEM)
    )
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(file)
    client = ssl.create_default_context(cafile=str(file))
    monkeypatch.setattr(reaching, "tls", lambda: client)
    return server


@pytest.mark.parametrize("from_the_start", [True, False])
async def test_a_server_that_can_encrypt_is_spoken_to_encrypted(
    certificate: ssl.SSLContext, from_the_start: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    sink, loop = Sink(), asyncio.get_running_loop()
    context = None if from_the_start else certificate
    listening = await loop.create_server(
        lambda: aiosmtpd.SMTP(sink, tls_context=context, loop=loop),
        "127.0.0.1",
        0,
        ssl=certificate if from_the_start else None,
    )
    port = listening.sockets[0].getsockname()[1]
    monkeypatch.setattr(reaching, "TLS_PORTS", frozenset({port} if from_the_start else {465}))
    values = {"host": "127.0.0.1", "port": str(port), "from": ADDRESS}
    try:
        await smtp(Credentials("", values, is_sandbox=True)).send(letter())
    finally:
        listening.close()
    assert sink.encrypted == [True]
