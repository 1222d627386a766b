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


_STATES = """
Andhra Pradesh, Arunachal Pradesh, Assam, Bihar, Chhattisgarh, Goa, Gujarat, Haryana, Himachal Pradesh, Jharkhand,
Karnataka, Kerala, Madhya Pradesh, Maharashtra, Manipur, Meghalaya, Mizoram, Nagaland, Odisha, Punjab, Rajasthan,
Sikkim, Tamil Nadu, Telangana, Tripura, Uttar Pradesh, Uttarakhand, West Bengal, Chandigarh, Puducherry,
Jammu and Kashmir, Ladakh
"""
INDIAN_STATES = tuple(" ".join(_STATES.split()).split(", "))
_MORE_CITIES = """
Agra Ajmer Akola Aligarh Amravati Amritsar Anand Asansol Aurangabad Bareilly Bathinda Bengaluru Bhavnagar Bhilai
Bhiwandi Bhopal Bhubaneswar Bikaner Bilaspur Chandigarh Cuttack Dehradun Dhanbad Durgapur Erode Faridabad
Gandhinagar Ghaziabad Goa Gorakhpur Guntur Gwalior Haldwani Haridwar Hisar Hosur Howrah Indore Jabalpur Jaipur
Jalandhar Jalgaon Jammu Jamnagar Jhansi Jodhpur Kakinada Karimnagar Karnal Kolhapur Kota Kottayam Kurnool
Lucknow Ludhiana Madurai Margao Mathura Meerut Mohali Moradabad Muzaffarnagar Nagpur Nanded Nellore Noida
Panchkula Panipat Patiala Patna Rajahmundry Rajkot Ranchi Rohtak Roorkee Rourkela Salem Sangli Satara Siliguri
Solapur Sonipat Srinagar Surat Thane Tirunelveli Tirupati Tiruppur Udaipur Ujjain Vellore Warangal
"""
INDIAN_CITIES = (
    *_SPELLINGS, *(alias.title() for alias in _BY_SPELLING if " " not in alias and len(alias) > 4),
    *_MORE_CITIES.split(), "Navi Mumbai", "Greater Noida", "Pimpri-Chinchwad", "Pimpri Chinchwad", "Port Blair",
)  # fmt: skip
