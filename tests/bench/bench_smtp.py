"""20,000 personalised e-mails through the sending machine to a mail server in a process of its own.

`python -m tests.bench.bench_smtp [MESSAGES]` prints messages a second, and their share of what a bare loop over the
same library and as many connections sends: one that builds its mails with the standard library, as anybody would, and
one that writes them as we do.
"""

import asyncio
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from email.policy import SMTP as SMTP_POLICY
from email.utils import format_datetime, formataddr
from pathlib import Path

from aiosmtplib import SMTP
from sqlmodel import Session

from services.core.clock import now
from services.core.scope import Role, Scope
from services.db import transaction
from services.models import Channel, Contact, OutreachCampaign, OutreachMessage
from services.outreach.sending import dispatch
from services.providers.base import Credentials, OutgoingMessage
from services.providers.smtp.message import envelope
from services.providers.smtp.pool import MOST_CONNECTIONS
from services.templates.identity import Identity, email_text
from services.templates.letter import email_html
from services.templates.links import pieces
from tests import posting, support
from tests.databases import SqliteTemplate, forget_settings, pointed_at

MESSAGES = 20_000
LEAST_PER_SECOND = 300
LEAST_SHARE = 0.6
FROM = "hello@acme.example"
BODY = "Hello {name},\n\nwe fit out clinics such as {company}. Shall we talk this week?\n\nKind regards"
IDENTITY = Identity("Acme Dental", "Asha Rao", "1 MG Road, Bengaluru", "+91 98450 12345", "acme.example")


@contextmanager
def sink() -> Iterator[int]:
    """The mail server's port."""
    process = subprocess.Popen([sys.executable, "-m", "tests.bench.mail_sink"], stdout=subprocess.PIPE, text=True)
    assert process.stdout
    try:
        yield int(process.stdout.readline())
    finally:
        process.terminate()
        process.wait(10)


async def arrived(port: int) -> tuple[int, int]:
    """Mails, and different ones among them."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    await reader.readline()
    writer.write(b"XCOUNT\r\n")
    _, total, different = (await reader.readline()).split()
    writer.close()
    return int(total), int(different)


def account(port: int) -> dict[str, str]:
    return {"host": "127.0.0.1", "port": str(port), "from": FROM, "from_name": "Acme", "per_second": "100000"}


def plainly(message: OutgoingMessage, account: Credentials) -> bytes:
    """The same mail by the standard library."""
    mail = EmailMessage(policy=SMTP_POLICY)
    mail["From"] = formataddr((account["from_name"], account["from"]))
    mail["To"], mail["Subject"], mail["Date"] = message.recipient, message.subject, format_datetime(now())
    mail["Message-ID"] = f"<{message.reference}@acme.example>"
    mail["List-Unsubscribe"] = f"<{message.unsubscribe_url}>"
    mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    mail.set_content(message.text)
    mail.add_alternative(message.html, subtype="html")
    return mail.as_bytes()


async def bare(port: int, messages: int, build: Callable[[OutgoingMessage, Credentials], bytes]) -> float:
    """Messages a second of a loop that builds and sends, over as many connections as the product opens."""
    left = iter(range(messages))
    credentials = Credentials("", account(port))

    async def work(client: SMTP) -> None:
        async with client:
            for number in left:
                text = BODY.format(name=f"Contact {number}", company=f"Business {number}")
                link = f"https://acme.example/u/{number}"
                parts = email_text(text, IDENTITY, link), email_html(pieces(text), IDENTITY, link)
                message = OutgoingMessage(
                    f"om_{number:026d}", f"c{number}@b.example", parts[0], "Hi", parts[1], unsubscribe_url=link
                )
                await client.sendmail(FROM, [message.recipient], build(message, credentials))

    began = time.monotonic()
    clients = [SMTP(hostname="127.0.0.1", port=port, local_hostname="acme.example") for _ in range(MOST_CONNECTIONS)]
    await asyncio.gather(*(work(client) for client in clients))
    return messages / (time.monotonic() - began)


def fill(port: int, messages: int) -> Scope:
    """A customer whose campaign waits to be sent."""
    customer = support.add_customer(
        daily_limit_email=10**6, quiet_from="00:00", quiet_until="00:00", address=IDENTITY.address
    )
    scope = support.add_member(customer.id or 0, "asha@acme.example", Role.OWNER)
    posting.connect(scope, "smtp", account(port))
    campaign = support.add_campaign(scope, type=Channel.EMAIL, total_contacts=messages, daily_limit=messages)
    for start in range(0, messages, 1000):
        with transaction(scope) as session:
            _add(session, campaign, range(start, min(start + 1000, messages)))
    return scope


def _add(session: Session, campaign: OutreachCampaign, numbers: range) -> None:
    people = [
        Contact(
            name=f"Contact {number}",
            email=f"c{number}@b{number}.example",
            company=f"Business {number}",
            published_for_enquiries=True,
            quality_score=70,
        )
        for number in numbers
    ]
    session.add_all(people)
    session.flush()
    session.add_all(
        OutreachMessage(
            outreach_campaign_id=campaign.id or 0,
            contact_id=person.id or 0,
            channel=Channel.EMAIL,
            recipient=person.email or "",
            subject="Hi",
            message_content=BODY.format(name=person.name, company=person.company),
            send_at=now(),
        )
        for person in people
    )


def measure(messages: int) -> bool:
    with sink() as port:
        plain = asyncio.run(bare(port, messages, plainly))
    with sink() as port:
        ours = asyncio.run(bare(port, messages, lambda *mail: envelope(*mail).raw))
    with sink() as port, tempfile.TemporaryDirectory() as folder:
        os.environ |= {"LEADGEN_MAIL_ALLOW": f"127.0.0.1:{port}", "LEADGEN_SANDBOX": "false"}
        with SqliteTemplate(Path(folder)).copy(Path(folder)) as url, pointed_at(url):
            forget_settings()
            fill(port, messages)
            began = time.monotonic()
            calls = asyncio.run(dispatch(linger=0.5))
            seconds = time.monotonic() - began - 0.5
            total, different = asyncio.run(arrived(port))
    rate = messages / seconds
    share = rate / plain
    print(f"smtp: {messages:,} messages in {seconds:.1f} s: {rate:,.0f}/s")
    print(f"smtp: bare loop {plain:,.0f}/s, share {share:.2f}; with our writer {ours:,.0f}/s, share {rate / ours:.2f}")
    print(f"smtp: {calls:,} calls, {total:,} arrived, {different:,} different")
    return rate >= LEAST_PER_SECOND and share >= LEAST_SHARE and calls == total == different == messages


if __name__ == "__main__":
    sys.exit(0 if measure(int(sys.argv[1]) if len(sys.argv) > 1 else MESSAGES) else 1)
