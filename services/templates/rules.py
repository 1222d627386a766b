"""Filling templates and finding what is wrong with them.

Syntax: `{{name}}`, with a fall-back `{{name|there}}` or `{{ name | default: "there" }}`; in e-mails also Liquid's tags.
"""

import re
from collections.abc import Mapping, Sequence

from liquid.exceptions import LiquidError

from services.cleaning import given_name
from services.core.errors import Invalid
from services.models import Channel, Contact, Customer
from services.templates.checking import faults, variables_of
from services.templates.engine import OUTPUT, TAG, Values, fill
from services.templates.variables import FALLBACKS

TO_OURSELVES = "New lead notice"  # the one template that is written to the customer, never to a lead
WHATSAPP_MOST = 1024  # characters of a template's body, WhatsApp Business Platform
WHATSAPP_ROOM = 60  # kept free for the opt-out line
SUBJECT_MOST = 150
EMAIL_MOST = 10_000

_VARIABLE = re.compile(r"\{\{\s*([A-Za-z_][A-Za-z0-9_]*)\s*(?:\|([^{}|]*))?\}\}")
_LOOSE_BRACES = re.compile(r"\{\{|\}\}")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_GAP = re.compile(r"[ \t]{2,}")
_GAP_BEFORE_STOP = re.compile(r"[ \t]+([,.!?;:])")
_EMPTY_LINES = re.compile(r"[ \t]*\n\s*\n")
_MOST_WORDS = 5
_NOT_A_PERSON = re.compile(
    r"\b(ltd|limited|pvt|llp|inc|realty|realtors?|estates?|properties|clinic|hospital|school|academy|classes|"
    r"restaurant|cafe|hotel|studio|salon|gym|fitness|traders?|stores?|enterprises?|solutions|services|group|"
    r"associates|consultants?|and sons|builders?|developers?|motors?|travels?|tours?|centre|center|company)\b|& ",
    re.IGNORECASE,
)


def variables_in(template: str) -> list[str]:
    """The variables' short names in order of first use, each once, in lower case."""
    return variables_of(template)


def render(template: str, values: Values, fallbacks: Mapping[str, str] = FALLBACKS) -> str:
    """`template` filled: the value, else the fall-back written in it, else `fallbacks`, else nothing.

    One pass: a value that itself holds braces is never filled again. What has faults (see `problems`) is filled where
    that is possible and otherwise left as it was written. Raises Invalid when it grows or repeats beyond all bounds.
    """
    clean = {name: _tidied(value) for name, value in values.items()}
    try:
        filled = fill(template, clean, fallbacks)
    except LiquidError:
        filled = _VARIABLE.sub(lambda match: _plain(match, clean, fallbacks), template)
    if TAG.search(template):
        filled = _EMPTY_LINES.sub("\n\n", filled)
    return closed_up(filled)


def closed_up(text: str) -> str:
    """Without the gaps that empty values leave."""
    return _GAP_BEFORE_STOP.sub(r"\1", _GAP.sub(" ", text)).strip()


def _tidied(value: str | Sequence[str]) -> str | list[str]:
    return tidy(value) if isinstance(value, str) else [tidy(one) for one in value]


def _plain(match: re.Match[str], values: Values, fallbacks: Mapping[str, str]) -> str:
    name = match[1].lower()
    value = values.get(name, "")
    return (value if isinstance(value, str) else "") or (match[2] or "").strip() or fallbacks.get(name, "")


def tidy(value: str) -> str:
    """A value safe inside a message: one line, no control or direction marks, no braces of ours."""
    plain = _CONTROL.sub("", value.replace("\n", " ").replace("\r", " "))
    return _GAP.sub(" ", _LOOSE_BRACES.sub("", plain)).strip()


def values_for(contact: Contact, customer: Customer, campaign_name: str = "") -> dict[str, str | Sequence[str]]:
    """What each variable stands for when `customer` writes to `contact`; "" where it is not known."""
    first = first_name(contact.name)
    return {
        "name": contact.name or contact.company,
        "first_name": first,
        "company": contact.company or ("" if first else contact.name),
        "title": contact.title,
        "city": contact.city,
        "industry": contact.industry.replace("_", " ").lower(),
        "business": customer.name,
        "sender": customer.sender_name or customer.name,
        "service": customer.services[0] if customer.services else "",
        "services": customer.services,
        "website": customer.website,
        "phone": customer.phone,
        "campaign_name": campaign_name,
    }


def first_name(name: str) -> str:
    """What one calls a person, "" when `name` looks like a business; R. Venkatesh is called Venkatesh."""
    if _NOT_A_PERSON.search(name) or len(name.split()) > _MOST_WORDS:
        return ""
    return given_name(name).strip(".")


def problems(template: str, channel: Channel | str) -> list[str]:
    """What keeps a message body from being sent, each in words for its writer."""
    found = _shared_problems(template, "a message")
    if channel == Channel.WHATSAPP:
        found += _whatsapp_problems(template)
    elif len(template) > EMAIL_MOST:
        found.append(f"Keep the email under {EMAIL_MOST:,} characters.")
    return found


def subject_problems(subject: str) -> list[str]:
    """What is wrong with an e-mail's subject line."""
    found = _shared_problems(subject, "a subject")
    if "\n" in subject or "\r" in subject:
        found.append("Keep the subject on one line.")
    if len(subject) > SUBJECT_MOST:
        found.append(f"Keep the subject under {SUBJECT_MOST} characters.")
    return found


def check_text(channel: Channel, body: str, subject: str, at: str = "message", at_subject: str = "subject") -> None:
    """Raises Invalid at the first fault of a message; `at` and `at_subject` name the boxes that hold its parts."""
    if found := problems(body, channel):
        raise Invalid(found[0], at)
    if channel == Channel.EMAIL and (wrong := subject_problems(subject)):
        raise Invalid(wrong[0], at_subject)


def _shared_problems(template: str, what: str) -> list[str]:
    if not template.strip():
        return [f"Write {what}."]
    return faults(template)


def _whatsapp_problems(template: str) -> list[str]:
    found: list[str] = []
    tag = TAG.search(template)
    if tag:
        found.append(
            f"WhatsApp approves fixed texts, so {tag[0]} cannot be used here. "
            'Give the variable a fall-back: {{ company | default: "your business" }}.'
        )
    most = WHATSAPP_MOST - WHATSAPP_ROOM
    if len(template) > most:
        found.append(f"Keep the WhatsApp message under {most} characters; it has {len(template)}.")
    if OUTPUT.match(template.strip()):
        found.append("WhatsApp does not approve a message that starts with a variable. Put a word before it.")
    if re.search(r"\}\}\s*\{\{", template):
        found.append("WhatsApp does not approve two variables side by side. Put words between them.")
    if "\n\n\n" in template:
        found.append("WhatsApp allows at most one empty line in a row.")
    return found
