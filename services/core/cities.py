"""Cities: one spelling for each, so that filters, searches and duplicates agree."""

import re

_SPELLINGS = {
    "Bengaluru": "bangalore bengalooru bengaluru-urban blr",
    "Mumbai": "bombay greater-mumbai mumbai-city mumbai-suburban",
    "Delhi": "delhi-city nct-of-delhi delhi-ncr",
    "New Delhi": "newdelhi",
    "Kolkata": "calcutta kolkatta",
    "Chennai": "madras",
    "Gurugram": "gurgaon",
    "Pune": "poona",
    "Vadodara": "baroda",
    "Kochi": "cochin ernakulam",
    "Thiruvananthapuram": "trivandrum tvm",
    "Mysuru": "mysore",
    "Mangaluru": "mangalore",
    "Belagavi": "belgaum",
    "Hubballi": "hubli hubli-dharwad hubballi-dharwad",
    "Shivamogga": "shimoga",
    "Tumakuru": "tumkur",
    "Ballari": "bellary",
    "Vijayapura": "bijapur",
    "Kalaburagi": "gulbarga",
    "Prayagraj": "allahabad",
    "Varanasi": "banaras benares kashi",
    "Puducherry": "pondicherry pondy",
    "Visakhapatnam": "vizag vishakhapatnam",
    "Vijayawada": "bezawada",
    "Kozhikode": "calicut",
    "Thrissur": "trichur",
    "Kollam": "quilon",
    "Alappuzha": "alleppey",
    "Kannur": "cannanore",
    "Palakkad": "palghat",
    "Tiruchirappalli": "trichy tiruchy tiruchirapalli",
    "Thoothukudi": "tuticorin",
    "Udhagamandalam": "ooty ootacamund",
    "Coimbatore": "kovai",
    "Guwahati": "gauhati",
    "Nashik": "nasik",
    "Chhatrapati Sambhajinagar": "aurangabad sambhajinagar",
    "Ahmedabad": "ahmadabad amdavad",
    "Jamshedpur": "tatanagar",
    "Kanpur": "cawnpore",
    "Shimla": "simla",
    "Panaji": "panjim",
    "Raipur": "raypur",
    "Noida": "gautam-buddha-nagar",
    "Secunderabad": "sikandarabad",
    "Hyderabad": "hyd hyderabad-city",
}
_BY_SPELLING = {alias.replace("-", " "): city for city, aliases in _SPELLINGS.items() for alias in aliases.split()}
_NOT_PART = re.compile(r"(?i)[\s,]+(?:\(?india\)?|\d{3}\s?\d{3})\s*$")


def normalise_city(name: str | None) -> str:
    """The city's present official spelling: "bangalore " and "BENGALURU" are both Bengaluru."""
    plain = re.sub(r"\s+", " ", name or "").strip(" ,.-")
    plain = _NOT_PART.sub("", _NOT_PART.sub("", plain)).strip(" ,.-")
    return _BY_SPELLING.get(plain.lower().replace("-", " ")) or _as_title(plain)


def city_spellings(city: str) -> list[str]:
    """The official spelling and every other one in use, for sources that know only one of them."""
    official = normalise_city(city)
    others = [alias.replace("-", " ").title() for alias in _SPELLINGS.get(official, "").split()]
    return [official, *others] if official else []


def _as_title(name: str) -> str:
    return name.title() if name.isupper() or name.islower() else name
