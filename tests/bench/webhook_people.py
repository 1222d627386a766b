"""Three businesses, the people they have written to, and what these answer: signed and ready to be posted."""

import base64
import json
import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import httpx
from sqlmodel import col, select

from services.core.clock import now
from services.core.scope import Role, Scope
from services.db import system_reading
from services.models import Channel, Conversation, InboundEvent, InboundStatus, Integration, Lead, Message
from tests import posting, support

BUSINESSES, PEOPLE = 3, 300
FIRST, FIRST_A_SECOND = 12, 4  # answers that come before the burst
_OPENING = "Yes, please send me the price list"
_WORDS = (
    "What does it cost for two?",
    "Could you call me in the afternoon?",
    "Kitne din lagenge?",
    "Do you also come to Whitefield",
    "हाँ, कल सुबह ठीक है",
    "We are five people in the office",
    "I saw the pictures, the second one is nice",
    "Is there parking?",
    "Haan ji, bhej dijiye",
    "Tomorrow at eleven would be good",
)


@dataclass(frozen=True)
class Person:
    """Somebody who answers, and the account that hears it."""

    address: str
    scope: Scope
    account: Integration

    @property
    def writes_mails(self) -> bool:
        return "@" in self.address


def prepare() -> list[Person]:
    """Everybody has had a message of a campaign; two of three answer on WhatsApp, one by e-mail."""
    people: list[Person] = []
    for business in range(BUSINESSES):
        customer = support.add_customer(f"Business {business}")
        scope = support.add_member(customer.id or 0, f"owner{business}@business.example", Role.OWNER)
        cloud = posting.connect_cloud(scope, f"10{business}", f"20{business}")
        mail = posting.connect_sendgrid(scope)
        campaigns = [support.add_campaign(scope, type=channel) for channel in (Channel.WHATSAPP, Channel.EMAIL)]
        for number in range(business, PEOPLE, BUSINESSES):
            mails = number // BUSINESSES % 3 == 2
            address = f"person{number}@home.example" if mails else f"+9198450{number:05d}"
            names = {"phone": None, "email": address} if mails else {"phone": address, "email": None}
            contact = support.add_contact(scope, name=f"Person {number}", **names)
            support.add_outreach_message(scope, campaigns[mails], contact, status="sent", sent_at=now())
            people.append(Person(address, scope, mail if mails else cloud))
    return people


def texts(people: list[Person], messages: int) -> Iterator[tuple[Person, int, str]]:
    """Who writes what as their how manieth message, everybody in turn but never in the same order."""
    dice, said = random.Random(5), dict.fromkeys(range(len(people)), 0)
    while True:
        for number in dice.sample(range(len(people)), len(people)):
            if sum(said.values()) == messages:
                return
            text = dice.choice(_WORDS) if said[number] else _OPENING
            yield people[number], said[number], f"{text} ({said[number]})"
            said[number] += 1


def post_of(person: Person, number: int, text: str) -> bytes:
    """The HTTP request of one answer."""
    name = f"{person.address}-{number}"
    post = _mail(person, name, text) if person.writes_mails else _chat(person, name, text)
    headers = {"Host": "127.0.0.1", "Content-Length": str(len(post.body)), **post.headers}
    head = "".join(f"{key}: {value}\r\n" for key, value in headers.items())
    return f"POST {post.path} HTTP/1.1\r\n{head}\r\n".encode() + post.body


def _chat(person: Person, name: str, text: str) -> posting.Post:
    digits, business = person.address.removeprefix("+"), person.account.external_id
    message = {"from": digits, "id": f"wamid.{name}", "timestamp": str(int(now().timestamp())), "type": "text"}
    value = {
        "messaging_product": "whatsapp",
        "contacts": [{"wa_id": digits, "profile": {"name": "Somebody"}}],
        "messages": [{**message, "text": {"body": text}}],
    }
    return posting.cloud_post([posting.cloud_entry(business, "messages", value, person.account.external_id)])


def _mail(person: Person, name: str, text: str) -> posting.Post:
    fields = {
        "from": f"Somebody <{person.address}>",
        "to": "hello@r.example",
        "subject": "Re: Hello",
        "text": text,
        "headers": f"Message-ID: <{name}>\nFrom: {person.address}\nTo: hello@r.example\nSubject: Re: Hello\n",
        "envelope": json.dumps({"from": person.address, "to": ["hello@r.example"]}),
        "charsets": json.dumps({"text": "UTF-8"}),
    }
    path = f"/api/webhooks/sendgrid/{person.account.endpoint_key}"
    form = {field: (None, value) for field, value in fields.items()}
    request = httpx.Request("POST", f"http://127.0.0.1{path}", files=form)
    return posting.Post(path, request.read(), {"Content-Type": request.headers["content-type"]})


def plan_lines(people: list[Person], messages: int, before: float, a_second: float, repeated: int) -> Iterator[str]:
    """The sender's file: a few answers, then `a_second` from second `before`, when there is one.

    Every `repeated`-th delivery comes a second time, right after the first.
    """
    for place, (person, number, text) in enumerate(texts(people, messages)):
        raw = base64.b64encode(post_of(person, number, text)).decode()
        is_first = before and place < FIRST
        moment = place / FIRST_A_SECOND if is_first else before + place / a_second
        yield json.dumps([moment, person.address, raw])
        if repeated and place % repeated == 0:
            yield json.dumps([moment, person.address, raw])


def unhandled() -> int:
    """Events that wait to be handled."""
    with system_reading() as session:
        waiting = select(InboundEvent.id).where(InboundEvent.status == InboundStatus.RECEIVED)
        return len(session.exec(waiting).all())


def mistakes(messages: int) -> list[str]:
    """What was lost, came twice or stands in a wrong place, among the events and in the conversations."""
    with system_reading() as session:
        events = session.exec(select(InboundEvent).order_by(col(InboundEvent.id))).all()
        shown = session.exec(
            select(Lead.phone, Lead.email, Message.message_text)
            .join(Conversation, col(Conversation.lead_id) == Lead.id)
            .join(Message, col(Message.conversation_id) == Conversation.id)
            .where(col(Message.inbound_event_id).is_not(None))
            .order_by(col(Message.id))
        ).all()
    stored = [(str(one.payload["sender"]), str(one.payload["text"])) for one in events]
    bubbles = [(phone or email or "", text) for phone, email, text in shown]
    return [*_wrong("stored", stored, messages), *_wrong("shown", bubbles, messages)]


def _wrong(what: str, found: list[tuple[str, str]], messages: int) -> list[str]:
    numbers: dict[str, list[int]] = defaultdict(list)
    for address, text in found:
        numbers[address].append(int(text.rpartition("(")[2].rstrip(")")))
    wrong = [f"{what}: {one} has {said}" for one, said in numbers.items() if said != list(range(len(said)))]
    return wrong if len(found) == messages else [f"{what}: {len(found)} of {messages}", *wrong]
