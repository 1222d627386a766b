"""Public holidays of India, on which campaigns rest, from the `holidays` package."""

from datetime import date
from functools import cache

STATES = {
    "AN": "Andaman and Nicobar",
    "AP": "Andhra Pradesh",
    "AR": "Arunachal Pradesh",
    "AS": "Assam",
    "BR": "Bihar",
    "CH": "Chandigarh",
    "CG": "Chhattisgarh",
    "DH": "Dadra, Nagar Haveli, Daman and Diu",
    "DL": "Delhi",
    "GA": "Goa",
    "GJ": "Gujarat",
    "HR": "Haryana",
    "HP": "Himachal Pradesh",
    "JK": "Jammu and Kashmir",
    "JH": "Jharkhand",
    "KA": "Karnataka",
    "KL": "Kerala",
    "LA": "Ladakh",
    "LD": "Lakshadweep",
    "MP": "Madhya Pradesh",
    "MH": "Maharashtra",
    "MN": "Manipur",
    "ML": "Meghalaya",
    "MZ": "Mizoram",
    "NL": "Nagaland",
    "OD": "Odisha",
    "PY": "Puducherry",
    "PB": "Punjab",
    "RJ": "Rajasthan",
    "SK": "Sikkim",
    "TN": "Tamil Nadu",
    "TS": "Telangana",
    "TR": "Tripura",
    "UP": "Uttar Pradesh",
    "UK": "Uttarakhand",
    "WB": "West Bengal",
}
"""Indian states and territories whose own holidays the package knows, by its codes."""


def is_holiday(day: date, code: str) -> bool:
    """Whether `day` is one in `code`: "" for nowhere, "IN", or a state of it such as "IN-MH"."""
    return bool(code) and day in _of_year(code, day.year)


@cache
def _of_year(code: str, year: int) -> frozenset[date]:
    # Reading the package's calendars takes a tenth of a second: only who asks pays for it.
    from holidays import country_holidays

    country, _, state = code.partition("-")
    return frozenset(country_holidays(country, subdiv=state or None, years=year))
