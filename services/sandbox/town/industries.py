"""Kinds of business: how OpenStreetMap tags them, what they call themselves and who answers."""

import json
import re
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Industry:
    """`key` names it in addresses; `tags` are its OpenStreetMap tags, the first one its identity."""

    key: str
    label: str
    tags: tuple[tuple[str, str], ...]
    suffixes: tuple[str, ...]
    titles: tuple[str, ...]
    words: tuple[str, ...]


def _load() -> tuple[Industry, ...]:
    rows = json.loads((Path(__file__).parent / "data" / "industries.json").read_text("utf-8"))
    return tuple(
        Industry(
            row["key"],
            row["label"],
            tuple((name, value) for name, _, value in (tag.partition("=") for tag in row["tags"])),
            tuple(row["suffixes"]),
            tuple(row["titles"]),
            tuple(row["words"]),
        )
        for row in rows
    )


_OWNERS = ("Owner", "Proprietor", "Managing Director", "Partner")
CATALOGUE = _load()
BY_KEY = {industry.key: industry for industry in CATALOGUE}
_BY_TAG = {tag: industry for industry in CATALOGUE for tag in industry.tags}
BUSINESS_KEYS = (
    "shop", "office", "craft", "amenity", "healthcare", "tourism", "leisure", "industrial", "man_made", "sport",
    "club", "landuse", "building",
)  # fmt: skip


def slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def _made_up(key: str, label: str, tag: tuple[str, str]) -> Industry:
    name = label.title()
    suffixes = (name, f"{name} House", f"{name} Services", f"{name} Co.")
    return Industry(key, name, (tag,), suffixes, _OWNERS, (label.lower(),))


def industry_for_tag(name: str, value: str) -> Industry:
    """The business that OpenStreetMap tags so; one is made up for a tag nobody foresaw."""
    known = _BY_TAG.get((name, value))
    return known or _made_up(f"{name}.{value}"[:60], value.replace("_", " "), (name, value))


def industries_with(name: str) -> list[Industry]:
    """Every foreseen kind of business that carries a tag of this name."""
    return [industry for industry in CATALOGUE if any(tag == name for tag, _ in industry.tags)]


def industry_named(text: str) -> Industry:
    """The kind of business that a person means by `text`, a key, or a few words of any language."""
    known = BY_KEY.get(text.strip().lower())
    if known:
        return known
    if "." in text and text.partition(".")[0] in BUSINESS_KEYS:
        return industry_for_tag(*text.split(".", 1))
    wanted = text.lower().replace("-", " ")
    matching = (industry for industry in CATALOGUE if any(word in wanted for word in industry.words))
    found = next(matching, None)
    return found or _made_up(slug(text) or "business", wanted.strip() or "business", ("office", "company"))
