"""A district: every business of one industry in one city, the same for the same seed."""

import random
from collections.abc import Sequence
from dataclasses import dataclass

from services.sandbox.town.cities import City
from services.sandbox.town.industries import Industry, slug
from services.sandbox.town.names import AREAS, BRANDS, FIRST, LAST

SIZE = 48
# One deck deals each district, so that every kind of answer occurs in every town.
NATURES = (
    "interested " * 10 + "price " * 9 + "later " * 5 + "not_interested " * 5 + "stop " * 4 + "out_of_office " * 2
    + "hard_bounce soft_bounce " + "wrong_person " * 2 + "complaint " + "silent " * 8
).split()  # fmt: skip
LANGUAGES = ("en",) * 24 + ("hinglish",) * 15 + ("hi",) * 9
REACH = ("both",) * 30 + ("phone",) * 11 + ("email",) * 7
FLOORS = ("First Floor", "Shop 4", "Plot 12", "Ground Floor", "Tower B")
DISTRICTS = 99_000  # the last thousand codes belong to people who fill in ad forms
PHONE_BLOCK = "+91703"  # every simulated mobile: this, five digits of the district, two of the business


@dataclass(frozen=True)
class Business:
    """`phone`, `landline` and `email` are "" when it has none; `style` varies its web pages."""

    index: int
    slug: str
    name: str
    industry: Industry
    city: City
    area: str
    street: str
    postcode: str
    lat: float
    lon: float
    person: str
    title: str
    phone: str
    landline: str
    email: str
    has_site: bool
    style: int
    nature: str
    language: str

    @property
    def osm_id(self) -> int:
        return 7_000_000_000 + random.Random(self.slug).randrange(10**9)


def _deal(dice: random.Random, cards: Sequence[str]) -> list[str]:
    dealt = list(cards)
    dice.shuffle(dealt)
    return dealt


def district_code(seed: int, industry: Industry, city: City) -> int:
    """The five digits that the district's phone numbers share."""
    return random.Random(f"{seed}:{industry.key}:{slug(city.name)}:phones").randrange(DISTRICTS)


def district(seed: int, industry: Industry, city: City, code: int) -> list[Business]:
    """`SIZE` businesses with distinct names, phones and addresses."""
    dice = random.Random(f"{seed}:{industry.key}:{slug(city.name)}")
    brands = dice.sample(BRANDS, SIZE)
    decks = zip(
        _deal(dice, NATURES), _deal(dice, LANGUAGES), _deal(dice, REACH), dice.sample(range(100), SIZE), strict=True
    )
    return [
        _business(dice, industry, city, index, brands[index], f"{PHONE_BLOCK}{code:05d}{number:02d}", cards)
        for index, (*cards, number) in enumerate(decks)
    ]


def _business(
    dice: random.Random, industry: Industry, city: City, index: int, brand: str, phone: str, cards: list[str]
) -> Business:
    nature, language, reach = cards
    first, last = dice.choice(FIRST), dice.choice(LAST)
    name = f"{brand} {dice.choice(industry.suffixes)}"
    site_slug = slug(f"{name} {city.name}")
    mailbox = dice.choice((f"{first}.{last}", first, "info", "contact", "hello", f"dr.{last}")).lower()
    is_doctor = "Surgeon" in industry.titles[0] or "Physician" in industry.titles[0]
    return Business(
        index=index,
        slug=site_slug,
        name=name,
        industry=industry,
        city=city,
        area=dice.choice(AREAS),
        street=f"{dice.randint(1, 240)}, {dice.choice(FLOORS)}",
        postcode=f"{city.pin}{dice.randint(1, 60):03d}",
        lat=round(city.lat + dice.uniform(-0.07, 0.07), 6),
        lon=round(city.lon + dice.uniform(-0.07, 0.07), 6),
        person=f"{'Dr. ' if is_doctor else ''}{first} {last}",
        title=dice.choice(industry.titles),
        phone="" if reach == "email" else phone,
        landline=f"+91{city.std}{dice.randint(2, 4)}{dice.randrange(10 ** (9 - len(city.std))):0{9 - len(city.std)}d}"
        if dice.random() < 0.2
        else "",
        email="" if reach == "phone" else f"{mailbox.replace('..', '.')}@{site_slug}.example",
        has_site=reach == "email" or dice.random() < 0.75,
        style=dice.randrange(1000),
        nature=nature,
        language=language,
    )
