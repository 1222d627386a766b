"""Contacts judged by the rule set: the same, for a person to say, or different; and why, in plain words."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from services.cleaning.places import normalise_city
from services.dedupe.evidence import EMAIL, NAME_WORD, PLACE, Prepared, aligned, email, place
from services.dedupe.fields import fields_of, prepare
from services.dedupe.filing import Reason
from services.dedupe.keys import GENERIC, hashed, telling
from services.dedupe.model import Finding, Model
from services.dedupe.roles import Role
from services.dedupe.statistics import Statistics
from services.dedupe.text import skeleton

FIELDS = fields_of(
    {
        "name": Role.PERSON,
        "company": Role.COMPANY,
        "domain": Role.SITE,
        "phone": Role.PHONE,
        "email": Role.EMAIL,
        "city": Role.CITY,
        "industry": Role.CATEGORY,
    }
)
READ = ("id", "name", "company", "domain", "phone", "email", "city", "industry", "is_sandbox")
OWN = (Role.PHONE, Role.EMAIL)  # no two stored contacts share one
SURE, LIKELY = 0.99, 0.5
_HOPELESS = -3.0  # bits short of the odds: a chance of 11 %, below every band
NAMESAKES = 0.15  # the same uncommon name in the same town is worth a look
_FEWEST = 200
_PAIRS_FOR_EACH = 5.0  # a match is expected for every fifth contact
_NEAR = {"same", "nearly"}
_ALIKE = {"same", "sounds", "typo", "initial"}
_SAME_MAILBOX = frozenset({"typo", "mailbox"})
_DEPARTMENTS = frozenset(
    {"info", "contact", "sales", "hello", "office", "enquiry", "enquiries", "admin", "support", "mail", "reception"}
)  # fmt: skip


class Band(StrEnum):
    SAME = "same"
    UNCERTAIN = "uncertain"
    DIFFERENT = "different"


@dataclass(frozen=True)
class Verdict:
    """`score` is how likely the two are one, of 100; `reasons` are left out where nobody asks, of different ones."""

    band: Band
    score: int
    reasons: tuple[Reason, ...]


def contact_model(counted: Statistics) -> Model:
    """The model of one customer's contacts."""
    return Model(FIELDS, counted, never_same=OWN)


def read_contact(row: Mapping[str, object]) -> Prepared:
    """The fields of one contact, ready to be compared; `row` holds those of `READ`."""
    record = prepare(FIELDS, {**row, "city": normalise_city(str(row.get("city") or "")).city})
    if record.get("email", ("", ""))[0] in _DEPARTMENTS:
        del record["email"]  # every firm has an info@
    return record


def contact_keys(record: Prepared) -> set[int]:
    """The blocks a contact is looked up in, few enough to be stored for a million contacts."""
    return {hashed(text) for text in _texts(record)}


def _texts(record: Prepared) -> Iterator[str]:
    city = skeleton(record.get("city", "").replace(" ", ""))
    sounds = sorted({skeleton(word) for word in record.get("person", ())[:4] if len(word) > 1})
    firm = telling(record.get("company", ()))
    if len(sounds) > 1:
        yield f"n:{':'.join(sounds)}"
    where = firm[0] if firm else city
    if where:
        yield from (f"n:{one}:{where}" for one in sounds)
    if firm:
        yield f"w:{''.join(firm)}"
        own = [skeleton(word) for word in record["company"] if word not in GENERIC][:2] or firm[:1]
        if city:
            yield from (f"w:{word}:{city}" for word in own)
            yield f"w:{own[0]}:{city}:{skeleton(record['company'][-1])[:3]}"
    if phone := record.get("phone"):
        yield f"t:{phone[:9]}"
    if domain := record.get("domain"):
        yield f"d:{domain}"
    mailbox, _domain = record.get("email", ("", ""))
    letters = "".join(letter for letter in mailbox if letter.isalpha())
    if len(letters) > 4:
        yield f"m:{letters}"


def judge(model: Model, one: Prepared, other: Prepared, contacts: int) -> Verdict:
    """How likely two contacts of a customer who has `contacts` of them are one.

    Sure is only what an address, a web site or a whole name in the same place vouches for; a likely pair without
    that is for a person to judge. Branches in two cities are two contacts, and so are two people of one firm.
    """
    if _ruled_out(one, other):
        return Verdict(Band.DIFFERENT, 0, ())
    needed = math.log2(_PAIRS_FOR_EACH * max(contacts, _FEWEST))
    said_by_site = ("email", "domain") if one.get("domain") == other.get("domain") else ("", "")
    if model.bits(one, other, leave_out=said_by_site) < needed + _HOPELESS:
        return Verdict(Band.DIFFERENT, 0, ())
    findings = [finding for finding in model.findings(one, other) if not _said_by_site(finding, one, other)]
    bits = sum(finding.bits for finding in findings)
    likely = 1 / (1 + 2.0 ** -max(-60.0, min(60.0, bits - needed)))
    reached = _by_field(findings)
    if likely >= SURE and _vouched(reached) and not _two_mailboxes(one, other):
        band = Band.SAME
    else:
        enough = NAMESAKES if _namesakes(reached) else LIKELY
        band = Band.UNCERTAIN if likely >= enough else Band.DIFFERENT
    reasons = () if band is Band.DIFFERENT else _reasons(findings)
    return Verdict(band, min(99, round(100 * likely)), reasons)


def _said_by_site(finding: Finding, one: Prepared, other: Prepared) -> bool:
    """Two mailboxes at the firm's own domain say nothing that its web site does not."""
    return finding.field.role is Role.EMAIL and finding.name == "domain" and one.get("domain") == other.get("domain")


def _by_field(findings: list[Finding]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for finding in findings:
        found.setdefault(finding.field.key, set()).add(finding.name)
    return found


def _ruled_out(one: Prepared, other: Prepared) -> bool:
    """Two people of one firm, or its branches in two cities: most pairs of a block, told before anything is weighed."""
    names = aligned(one.get("person", ()), other.get("person", ()))
    if names:
        apart = any(NAME_WORD.levels[level] == "different" for *_, level in names)
    else:
        here, there = one.get("city"), other.get("city")
        apart = bool(here and there) and PLACE.levels[place(str(here), str(there))] == "different"
    return apart and not _one_mailbox(one.get("email"), other.get("email"))


def _one_mailbox(one: tuple[str, str] | None, other: tuple[str, str] | None) -> bool:
    return one is not None and other is not None and EMAIL.levels[email(one, other)] in _SAME_MAILBOX


def _namesakes(reached: Mapping[str, set[str]]) -> bool:
    return bool(reached.get("company", set()) & _NEAR) and bool(reached.get("city", set()) & {"same", "typo"})


def _vouched(reached: Mapping[str, set[str]]) -> bool:
    company, person = reached.get("company", set()), reached.get("person", set())
    names_agree = bool(company & _NEAR) or (bool(person) and person <= _ALIKE)
    if "same" in reached.get("domain", set()) and names_agree:
        return True
    same_mailbox = reached.get("email", set()) & _SAME_MAILBOX
    if same_mailbox and names_agree and "different" not in company | reached.get("city", set()):
        return True
    whole_name = company == {"same"} and bool(person) and person <= _ALIKE
    return whole_name and "same" in reached.get("city", set())


def _two_mailboxes(one: Prepared, other: Prepared) -> bool:
    """Two people's mailboxes at one firm, unless a name says that they are one person's."""
    a, b = one.get("email"), other.get("email")
    if not a or not b or a[1] != b[1] or ("person" in one and "person" in other):
        return False
    return a[0] != b[0]


def _reasons(findings: list[Finding]) -> tuple[Reason, ...]:
    lines = [
        Reason(text, finding.bits > 0, _column(finding))
        for finding in sorted(findings, key=lambda finding: -finding.bits)
        if (text := _words(finding))
    ]
    return tuple(dict.fromkeys(lines))


def _column(finding: Finding) -> str:
    return "name" if finding.field.role is Role.PERSON else finding.field.key


_SAID: Mapping[tuple[str, str], str] = {
    ("person", "same"): "The same name",
    ("person", "sounds"): "Names that sound alike",
    ("person", "typo"): "Names that differ by a letter or two",
    ("person", "initial"): "An initial that fits the name",
    ("person", "like"): "Similar names",
    ("person", "different"): "Different people's names",
    ("company", "same"): "The same company name",
    ("company", "nearly"): "Nearly the same company name",
    ("company", "mostly"): "Similar company names",
    ("company", "half"): "Company names that share a word",
    ("company", "different"): "Different company names",
    ("domain", "same"): "The same web site",
    ("domain", "typo"): "Web sites that differ by a letter or two",
    ("domain", "different"): "Different web sites",
    ("phone", "typo"): "Phone numbers that differ by one digit",
    ("phone", "local"): "Phone numbers that end alike",
    ("email", "typo"): "Email addresses that differ by a letter or two",
    ("email", "mailbox"): "The same mailbox name",
    ("email", "domain"): "Emails at the same domain",
    ("email", "like"): "Similar email addresses",
    ("city", "same"): "The same city",
    ("city", "typo"): "The same city, spelt differently",
    ("city", "different"): "Different cities",
    ("industry", "different"): "Different industries",
}


def _words(finding: Finding) -> str:
    return _SAID.get((finding.field.key, finding.name), "")
