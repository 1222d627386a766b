"""Numbers as India writes them; the short way to a number agrees with the long one."""

import random

import pytest

from services.core import phones
from services.core.phones import find_phones, normalise_phone

MOBILE, OTHER, LANDLINE = "+919845012345", "+919845054321", "+918025555684"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("98450 12345 / 98450 54321", [MOBILE, OTHER]),
        ("9845012345 9845054321", [MOBILE, OTHER]),
        ("+91 98450 12345 or 98450 54321", [MOBILE, OTHER]),
        ("९८४५० १२३४५", [MOBILE]),
        ("+९१ ९८४५० १२३४५", [MOBILE]),
        ("+91 (0) 98450 12345", [MOBILE]),
        ("+91–98450–12345", [MOBILE]),
        ("Mob9845012345", [MOBILE]),
        ("call:9845012345", [MOBILE]),
        ("080-25555684 / 85", [LANDLINE]),
        ("080-25555684-85", [LANDLINE]),
        ("080 2555 5684, 2555 5690", [LANDLINE, "+918025555690"]),
        ("080-25555684 / 25555690 & 25555691", [LANDLINE, "+918025555690", "+918025555691"]),
        ("080-2555 5684 Ext. 23", [LANDLINE]),
        ("+91-(0)80-2555 5684", [LANDLINE]),
        ("06784-251234", ["+916784251234"]),
        ("1800 209 5577", ["+9118002095577"]),
        ("1860 266 2666", ["+9118602662666"]),
        ("https://api.whatsapp.com/send?phone=919845012345&text=hi", [MOBILE]),
        ("Aadhaar 1234 5678 9012", []),
        ("A/c 123456789012", []),
        ("GSTIN 29ABCDE1234F1Z5", []),
        ("080-25555684, 560001", [LANDLINE]),
        ("Lat 12.9715987 Long 77.5945627", []),
    ],
)
def test_numbers_of_a_text(text: str, expected: list[str]) -> None:
    assert find_phones(text) == expected


def test_the_short_way_agrees_with_the_long_one() -> None:
    dice = random.Random(11)
    short = 0
    for _ in range(1500):
        start = dice.choice(["80", "22", "484", "6784", "98", "70", "99999", ""])
        digits = (start + "".join(dice.choices("0123456789", k=10)))[:10]
        body = "".join(digit + dice.choice(["", "", "", " ", "-"]) for digit in digits).strip(" -")
        text = dice.choice(["", "+91", "+91 ", "+91-", "0"]) + body
        if phones._PLAIN.fullmatch(text):
            short += 1
            found = phones.phone_matches(text, "IN")
            assert normalise_phone(text) == (found[0].e164 if found else None), text
    assert short > 500
