"""Contacts cleaned a second on one core: name, phone, e-mail, domain, city and state, all of them different."""

import random
import time

from services.cleaning import clean_person_name, judge_email, normalise_city, normalise_phone
from services.cleaning.gazetteer import gazetteer_of
from services.core.domains import registrable_domain

CONTACTS = 50_000
WANTED = 20_000
Row = tuple[str, str, str, str, str]


def contacts(number: int) -> list[Row]:
    """As lists arrive: several ways of writing each thing, every value its own."""
    dice = random.Random(3)
    cities = [city.name for city in gazetteer_of("IN").cities[:600]] + [
        "Bangalore",
        "bombay",
        "पुणे",
        "Chennai, Tamil Nadu",
    ]
    first = "Asha Ravi Sunita Mohammed Venkatesh Priya Anil Gurpreet Lakshmi Joseph".split()
    last = "Rao Kumar Devi Irfan Iyer Nair Gupta Singh Menon Dsouza".split()
    rows = []
    for row in range(number):
        given, family, tail = dice.choice(first), dice.choice(last), "".join(dice.choices("abcdefghij", k=4))
        name = dice.choice(["{0} {1}", "{0} {1}", "{0} {1}", "Dr. {0} {1}", "SHRI {0} {1}", "{1}, {0}"]).format(
            given, f"{family}{tail}"
        )
        digits = f"{dice.choice('6789')}{dice.randrange(10**9):09d}"
        phone = dice.choice(["+91{0}", "+91 {1} {2}", "0{0}", "{1}-{2}", "080-2{3}"]).format(
            digits, digits[:5], digits[5:], digits[:7]
        )
        local, ending = dice.choice(["info", "sales", given.lower()]), dice.choice(["in", "co.in", "com"])
        email = f"{local}@{family.lower()}{tail}{row % 977}.{ending}"
        rows.append((name, phone, email, dice.choice(cities), dice.choice(["", "", "MH", "Karnataka"])))
    return rows


def main() -> None:
    rows = contacts(CONTACTS)
    work = {
        "name": lambda row: clean_person_name(row[0]),
        "phone": lambda row: normalise_phone(row[1], "IN"),
        "e-mail": lambda row: judge_email(row[2]),
        "domain": lambda row: registrable_domain(row[2]),
        "city and state": lambda row: normalise_city(row[3], "IN", row[4]),
    }
    normalise_city("Pune")
    total = 0.0
    for what, clean in work.items():
        started = time.perf_counter()
        for row in rows:
            clean(row)
        seconds = time.perf_counter() - started
        total += seconds
        print(f"{what:16} {seconds / CONTACTS * 1e6:7.1f} µs")
    print(f"{'contacts a second':16} {CONTACTS / total:9,.0f}   (wanted: {WANTED:,})")


if __name__ == "__main__":
    main()
