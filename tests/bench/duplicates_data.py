"""Invented Indian contacts with known duplicates: spelt, transliterated, abbreviated and filled in differently."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from services.core.clock import now
from services.core.ids import new_id
from services.models import ContactSource, OutreachStatus, VerificationStatus

_GIVEN = """aarav aditi ajay akash amit amrita anil anita anjali ankit anusha arjun arun asha ashok bala bhavna chetan
deepak deepika dinesh divya esha farhan fatima ganesh gaurav gayatri geeta girish gopal hari harish hema imran indira
ishaan jatin jaya jyoti kabir kamal karan kavita kiran kishore krishna lakshmi lalit latha madhu mahesh manish manoj
meena mohan mukesh nandini naresh naveen neha nikhil nisha omkar padma pankaj pooja prakash pranav priya rahul rajesh
rakesh ramesh rani ravi reena rekha rohit sachin sandeep sangeeta sanjay sarita satish seema shalini shankar shilpa
shyam sneha sonia sudha sunil sunita suresh swati tanvi tarun uday uma usha varun vasant vidya vijay vikram vinod"""
_FAMILY = """
agarwal ahmed ansari banerjee basu bhat bose chatterjee chaudhari chauhan chopra das deshmukh deshpande
dixit
dutta fernandes gandhi ghosh gowda gupta hegde iyer jadhav jain joshi kapoor kaur khan kulkarni kumar malhotra mehta
menon mishra mukherjee nair naidu pandey parekh patel patil pillai prasad rao rathore reddy roy saxena sen shah sharma
shetty shinde shukla singh sinha srinivasan thakur tiwari tripathi varma verma yadav"""
_WORDS = """aarogya akshaya amber anand apex arihant ashirwad aura bharat blossom bright capital classic comfort coral
crystal deccan delight diamond dynamic eastern elite emerald everest excel falcon galaxy ganga global golden grace
greenfield harmony heritage himalaya horizon imperial indus jupiter kaveri kohinoor krishna lakshmi lotus lucky mahadev
mangal metro milan modern moonlight narmada national navrang neptune nirmal oasis om omega orchid orient pacific
paradise pearl phoenix pioneer planet popular premier prestige prime pushpak quality rainbow regal relax royal sagar
sahara sai samrat sapphire sarvoday shakti shanti shine shiv silver sky smile sonata spectrum star sterling sun sunrise
supreme surya swastik tulip unique united universal utsav vaibhav vardhman venus victory vision vrindavan zenith"""
_TRADES = """dental clinic,dental care,diagnostics,eye hospital,physiotherapy,gym,fitness studio,yoga center,salon,
beauty parlour,jewellers,sweets,bakery,caterers,restaurant,hotel,interiors,constructions,realty,properties,travels,
motors,electronics,traders,enterprises,garments,textiles,furniture,public school,academy,coaching classes,software
solutions,infotech,packers and movers,photography,event management,pharmacy,agro products,engineering works,
law chambers"""
_CITIES = """Bengaluru Mumbai Delhi Pune Chennai Hyderabad Kolkata Ahmedabad Jaipur Surat Lucknow Indore Nagpur Kochi
Coimbatore Vadodara Bhopal Mysuru Nashik Chandigarh Patna Ranchi Guwahati Raipur Madurai"""
GIVEN, FAMILY, WORDS, CITIES = (text.split() for text in (_GIVEN, _FAMILY, _WORDS, _CITIES))
TRADES = [" ".join(trade.split()) for trade in _TRADES.split(",")]
_SPELT = {
    "lakshmi": "laxmi", "chaudhari": "choudhary", "mukherjee": "mukherji", "agarwal": "aggarwal", "verma": "varma",
    "srinivasan": "sreenivasan", "jewellers": "jewelers", "center": "centre", "shiv": "shiva", "krishna": "krushna",
    "deepak": "dipak", "geeta": "gita", "suresh": "suresh", "reddy": "reddi", "shetty": "shetti", "joshi": "jhoshi",
}  # fmt: skip
_ENDINGS = ("", "", "", " Pvt Ltd", " Private Limited", " & Co", " LLP")
DUPLICATES = 0.08


@dataclass(frozen=True)
class Made:
    """One contact's columns and the number of the person or business that it really is."""

    row: dict[str, Any]
    entity: int


def contacts(number: int, seed: int = 11) -> Iterator[Made]:
    """`number` contacts, of which `DUPLICATES` repeat an earlier one; some are branches, some colleagues."""
    chance = random.Random(seed)
    known: list[tuple[dict[str, Any], int]] = []
    for entity in range(number):
        if known and chance.random() < DUPLICATES:
            base, true = chance.choice(known)
            yield Made(_again(chance, base, entity), true)
            continue
        row = _fresh(chance, entity)
        if known and chance.random() < 0.06:
            yield Made(_relative(chance, row, chance.choice(known)[0]), entity)
            continue
        if len(known) < 50_000:
            known.append((row, entity))
        else:
            known[chance.randrange(50_000)] = (row, entity)
        yield Made(row, entity)


def _fresh(chance: random.Random, serial: int) -> dict[str, Any]:
    owner = chance.choice(FAMILY) if chance.random() < 0.35 else ""
    first = owner or " ".join(chance.sample(WORDS, chance.choice((1, 1, 2))))
    company = f"{'Shri ' if chance.random() < 0.08 else ''}{first} {chance.choice(TRADES)}".title()
    person = f"{chance.choice(GIVEN)} {owner or chance.choice(FAMILY)}".title() if chance.random() < 0.6 else ""
    slug = f"{''.join(company.lower().split())[:18]}{serial % 977}"
    domain = f"{slug}.{chance.choice(('in', 'com', 'co.in'))}" if chance.random() < 0.5 else ""
    if domain:
        email = f"{chance.choice(('info', 'contact', 'sales'))}@{domain}"
    else:
        email = f"{(person or company).lower().replace(' ', '.')}{serial}@gmail.com" if chance.random() < 0.5 else None
    return _row(company + chance.choice(_ENDINGS), person, domain, email, _phone(chance, serial), chance.choice(CITIES))


def _again(chance: random.Random, base: dict[str, Any], serial: int) -> dict[str, Any]:
    """The same business as another source has it."""
    domain = base["domain"] if chance.random() < 0.7 else ""
    person = _misspelt(chance, base["name"]) if chance.random() < 0.7 else ""
    mailbox = (person.lower().replace(" ", ".") or "office") + str(serial % 89)
    email = f"{mailbox}@{domain or 'gmail.com'}" if chance.random() < 0.5 else None
    company = _misspelt(chance, base["company"].removesuffix(" Pvt Ltd").removesuffix(" LLP")) + chance.choice(_ENDINGS)
    return _row(company, person, domain, email and f"{serial}.{email}", _phone(chance, serial), base["city"])


def _relative(chance: random.Random, row: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    """A branch in another city, or somebody else at the same firm: not a duplicate."""
    if chance.random() < 0.5 or not (row["name"] and other["name"]):
        return {
            **row,
            "company": other["company"],
            "domain": other["domain"],
            "city": _other_city(chance, other["city"]),
            "email": None,
        }
    shared = {name: other[name] for name in ("company", "domain", "city")}
    mailbox = row["name"].lower().replace(" ", ".")
    return {**row, **shared, "email": f"{mailbox}@{shared['domain']}" if shared["domain"] else None}


def _other_city(chance: random.Random, city: str) -> str:
    return chance.choice([one for one in CITIES if one != city])


def _misspelt(chance: random.Random, text: str) -> str:
    words = [_SPELT.get(word.lower(), word).title() if chance.random() < 0.7 else word for word in text.split()]
    if words and chance.random() < 0.25:
        place = chance.randrange(len(words))
        if len(words[place]) > 4:
            at = chance.randrange(1, len(words[place]) - 1)
            words[place] = words[place][:at] + words[place][at + 1 :]
    return " ".join(words)


def _phone(chance: random.Random, serial: int) -> str:
    return f"+91{chance.choice('6789')}{serial:07d}{chance.randrange(100):02d}"


def _row(company: str, person: str, domain: str, email: str | None, phone: str, city: str) -> dict[str, Any]:
    at = now()
    return {
        "public_id": new_id("con"), "name": person, "company": company, "domain": domain, "email": email,
        "phone": phone, "city": city, "title": "", "state": "", "website": f"https://{domain}/" if domain else "",
        "industry": "", "source": ContactSource.AI_SCRAPING, "quality_score": 50, "ai_analysis": {},
        "outreach_status": OutreachStatus.PENDING, "outreach_attempts": 0,
        "verification_status": VerificationStatus.UNVERIFIED, "published_for_enquiries": True, "is_sandbox": False,
        "converted_to_lead": False, "created_at": at, "updated_at": at,
    }  # fmt: skip
