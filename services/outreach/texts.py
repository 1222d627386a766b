"""What a message says: filled for one contact, numbered for WhatsApp's approval, completed with our footer."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial

from services.core.crypto import sign, unsign
from services.core.settings import get_settings
from services.models import Channel, Contact, Customer
from services.templates.engine import OUTPUT, Values
from services.templates.identity import email_text, identity_of, whatsapp_text
from services.templates.letter import email_html
from services.templates.links import is_followed, led_through, pieces, targets
from services.templates.rules import closed_up, render, values_for, variables_in

CUSTOMER_VARIABLES = {"business", "sender", "service", "services", "website", "phone"}  # the same for every contact
UNSUBSCRIBE, CLICK, OPEN = "unsubscribe", "click", "open"  # what a signed address is for
TRIAL = "test"  # begins the references of messages that somebody sends to themselves
_NUMBER = re.compile(r"\{\{(\d+)\}\}")
_EMPTY = "there"  # WhatsApp refuses an empty variable


@dataclass(frozen=True)
class Content:
    """A template as the provider sees it; `places` are the template's own variables behind the numbers 1, 2, …"""

    body: str
    places: tuple[str, ...] = ()

    def variables(self, values: Values) -> dict[str, str]:
        """The numbered variables of one message."""
        return {str(number): render(place, values) or _EMPTY for number, place in enumerate(self.places, 1)}


@dataclass(frozen=True)
class Filled:
    """One message, ready to be queued."""

    text: str
    subject: str = ""
    variables: Mapping[str, str] = field(default_factory=dict)


def content_of(template: str, customer: Customer) -> Content:
    """Number what differs between contacts, fill in what does not, and add the sender and the way to stop."""
    places: list[str] = []
    constants = values_for(Contact(name=""), customer)

    def number(match: re.Match[str]) -> str:
        place = match[0]
        if set(variables_in(place)) <= CUSTOMER_VARIABLES:
            return render(place, constants)
        if place not in places:
            places.append(place)
        return f"{{{{{places.index(place) + 1}}}}}"

    numbered = closed_up(OUTPUT.sub(number, template))
    return Content(whatsapp_text(numbered, identity_of(customer)), tuple(places))


def spoken(body: str, variables: Mapping[str, str]) -> str:
    """The text that the recipient reads."""
    return _NUMBER.sub(lambda match: variables.get(match[1], match[0]), body)


def fill_whatsapp(content: Content, contact: Contact, customer: Customer, campaign_name: str = "") -> Filled:
    """From the approved content, so that what we keep is what the provider sends."""
    variables = content.variables(values_for(contact, customer, campaign_name))
    return Filled(spoken(content.body, variables), variables=variables)


def fill_email(body: str, subject: str, contact: Contact, customer: Customer, campaign_name: str = "") -> Filled:
    """The footer is added when it leaves: it holds the message's own link."""
    values = values_for(contact, customer, campaign_name)
    return Filled(render(body, values), " ".join(render(subject, values).split())[:300])


def fill(
    channel: Channel,
    content: Content,
    body: str,
    subject: str,
    contact: Contact,
    customer: Customer,
    campaign_name: str = "",
) -> Filled:
    """On either channel: WhatsApp's words come from `content`, an e-mail's from `body` and `subject`."""
    if channel == Channel.WHATSAPP:
        return fill_whatsapp(content, contact, customer, campaign_name)
    return fill_email(body, subject, contact, customer, campaign_name)


def unsubscribe_url(reference: str) -> str:
    """The recipient's own link; GET shows a page, POST unsubscribes at once."""
    return f"{get_settings().address}/u/{sign(UNSUBSCRIBE, reference)}"


def unsubscribe_reference(token: str) -> str | None:
    """The message behind a link that we made."""
    return unsign(UNSUBSCRIBE, token)


def click_url(reference: str, number: int) -> str:
    """Where link `number` of a followed e-mail leads. It names the message; the target is read from its text."""
    return f"{get_settings().address}/t/{sign(CLICK, f'{reference}-{number}')}"


def open_url(reference: str) -> str:
    """The picture of a followed e-mail, which is asked for when the mail is shown."""
    return f"{get_settings().address}/t/o/{sign(OPEN, reference)}"


def click_reference(token: str) -> tuple[str, int] | None:
    """The message and the number of its link behind an address that we made."""
    reference, _, number = (unsign(CLICK, token) or "").rpartition("-")
    return (reference, int(number)) if reference and number.isdecimal() else None


def open_reference(token: str) -> str | None:
    """The message behind a picture's address that we made."""
    return unsign(OPEN, token)


def link_target(text: str, number: int) -> str:
    """Where link `number` of a message's text leads; "" when it has no such link that is followed."""
    found = targets(text)
    wanted = found[number] if number < len(found) else ""
    return wanted if wanted and is_followed(wanted, get_settings().address) else ""


def email_parts(text: str, reference: str, customer: Customer, *, is_tracked: bool = False) -> tuple[str, str]:
    """Plain text and HTML of a campaign e-mail; a tracked one's links lead through us, and it has a picture."""
    identity, link = identity_of(customer), unsubscribe_url(reference)
    if not is_tracked:
        return email_text(text, identity, link), email_html(pieces(text), identity, link)
    found = led_through(text, partial(click_url, reference), get_settings().address)
    plain = "".join(piece.target if piece.is_led else piece.text for piece in found)
    return email_text(plain, identity, link), email_html(found, identity, link, open_url(reference))
