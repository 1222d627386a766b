"""Which country's plan a page's national numbers belong to."""

import re
from collections import Counter

import phonenumbers

from services.core.addresses import host_of
from services.web.extract.document import Document

# Country endings that the whole world registers, so that they say nothing about the country.
_WORLDWIDE_WORDS = """
co io me tv ai cc ly to fm am gg sh ws so la nu st vc gd bz tk ml ga cf eu su ac
"""
_WORLDWIDE = frozenset(_WORLDWIDE_WORDS.split())
_BY_ENDING = {"uk": "GB"}
_LANGUAGES = """
hi:IN ta:IN te:IN mr:IN gu:IN kn:IN ml:IN bn:IN sv:SE pl:PL cs:CZ de:DE fr:FR es:ES it:IT nl:NL da:DK nb:NO
no:NO fi:FI pt-br:BR pt:PT ru:RU tr:TR hu:HU ro:RO el:GR uk:UA ja:JP ko:KR he:IL az:AZ sk:SK bg:BG hr:HR sl:SI
lt:LT lv:LV et:EE id:ID vi:VN th:TH
"""
_BY_LANGUAGE = {pair.partition(":")[0]: pair.partition(":")[2] for pair in _LANGUAGES.split()}
_SIGNS = (
    ("US", re.compile(r"\b[A-Z]{2}\.?,?\s+\d{5}(?:-\d{4})?\b"), 2),
    ("US", re.compile(r"\(\d{3}\)\s?\d{3}\s?[-.]\s?\d{4}\b"), 2),
    ("US", re.compile(r"(?<![\d.+-])(?:1[-.])?\d{3}([-.])\d{3}\1\d{4}(?![\d.-])"), 2),
    ("US", re.compile(r"\b(?:USA|United States)\b"), 1),
    ("CA", re.compile(r"\b[ABCEGHJ-NPRSTVXY]\d[A-Z]\s?\d[A-Z]\d\b"), 3),
    ("GB", re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?\s\d[ABD-HJLNP-UW-Z]{2}\b"), 3),
    ("GB", re.compile(r"\b(?:United Kingdom|England|Scotland|Wales)\b|(?<!\d)0\d{4}\s\d{3}\s?\d{3}\b"), 1),
    ("AU", re.compile(r"\b(?:NSW|VIC|QLD|TAS)\s+\d{4}\b|\bABN\s?\d"), 3),
    ("IN", re.compile(r"(?i)\bIndia\b|₹|\bRs\.?\s?\d|\bGSTIN?\b|\+91\b"), 2),
    ("IN", re.compile(r"(?i)\bPIN\s?(?:code)?\s?[:-]?\s?\d{6}\b"), 2),
    ("IN", re.compile(r"(?m)(?<![\d-])[1-8]\d{2}\s?\d{3}(?!\d)(?=\.?,?\s*(?:$|India))"), 2),
    ("IN", re.compile(r"(?<!\d)[6-9]\d{4}[\s-]\d{5}(?!\d)"), 2),
)
_MOST = 5


def region_of(document: Document, emails: list[str], default: str) -> str:
    """An ISO 3166 code: the ending of the site's domain, then what the text looks like, then `default`."""
    for host in (host_of(document.url), host_of(document.meta("og:url")), *(host_of(email) for email in emails)):
        if region := _by_ending(host):
            return region
    points: Counter[str] = Counter({default: 1})
    for region, pattern, weight in _SIGNS:
        points[region] += weight * min(len(pattern.findall(document.text)), _MOST)
    language = document.language.lower().replace("_", "-")
    if region := _BY_LANGUAGE.get(language) or _BY_LANGUAGE.get(language.partition("-")[0]):
        points[region] += 5
    elif "-" in language:
        points[language.partition("-")[2].upper()] += 1
    best, _ = points.most_common(1)[0]
    return best if best in phonenumbers.SUPPORTED_REGIONS else default


def _by_ending(host: str) -> str:
    ending = host.rpartition(".")[2]
    region = _BY_ENDING.get(ending, ending.upper())
    known = len(ending) == 2 and ending not in _WORLDWIDE and region in phonenumbers.SUPPORTED_REGIONS
    return region if known else ""
