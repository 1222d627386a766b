"""Overpass QL for businesses of some kinds in one city."""

import re

from services.cleaning import city_spellings
from services.providers.overpass.industries import parts_of, tags_for

TIMEOUT_SECONDS = 60
LARGEST = 2_000
_REACHABLE = '[~"^(contact:)?(phone|mobile|whatsapp|email|website|url)$"~"."]'


def build_query(industry: str, city: str, region: str, keywords: tuple[str, ...] = ()) -> str:
    """Everything with a wanted tag inside the city's boundary; without tags, everything with the words in its name.

    The city is sought under each of its spellings, inside the country `region` (ISO 3166-1).
    """
    return _inside(industry, city, region, keywords, f"out tags center {LARGEST};")


def count_query(industry: str, city: str, region: str, keywords: tuple[str, ...] = ()) -> str:
    """How many of them can be reached: by a phone, an e-mail or a site."""
    return _inside(industry, city, region, keywords, "out count;", _REACHABLE)


def _inside(industry: str, city: str, region: str, keywords: tuple[str, ...], output: str, only: str = "") -> str:
    names = "".join(
        f'area["boundary"="administrative"]["{key}"="{escaped(name)}"];'
        for name in city_spellings(city, region)
        for key in ("name", "name:en")
    )
    kinds = "".join(f"nwr{one}{only}(area.country)(area.city);" for one in _filters(industry, keywords))
    return (
        f"[out:json][timeout:{TIMEOUT_SECONDS}];"
        f'area["ISO3166-1"="{escaped(region)}"]["admin_level"="2"]->.country;'
        f"({names})->.city;"
        f"({kinds});"
        f"{output}"
    )


def _filters(industry: str, keywords: tuple[str, ...]) -> list[str]:
    tags = tags_for(industry)
    if tags:
        return [f'["{key}"="{value}"]["name"]' for key, value in tags]
    words = parts_of(industry) or [word.lower() for word in keywords if word.strip()]
    return [f'["name"~"{escaped(_pattern(word))}",i]' for word in words[:5]] or ['["office"="company"]["name"]']


def escaped(text: str) -> str:
    """Inside double quotes: nobody's words may end the string."""
    cleaned = re.sub(r"[\x00-\x1f\x7f]", " ", text)
    return cleaned.replace("\\", "\\\\").replace('"', '\\"')


def _pattern(word: str) -> str:
    """The word as a regular expression that matches only itself, its plural "s" left open."""
    plain = re.sub(r"[^\w\s-]", " ", word).strip()
    return re.sub(r"\s+", " ", plain.removesuffix("s") if len(plain) > 4 else plain)
