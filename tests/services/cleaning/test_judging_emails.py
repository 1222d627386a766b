"""An address is judged without asking the network."""

import random

import pytest

from services.cleaning import EmailVerdict, judge_email
from services.core import emails


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("Ravi.K+news@Firm.Co.In", "ravi.k+news@firm.co.in"),
        ("Ravi Kumar <ravi@firm.in>", "ravi@firm.in"),
        ("राम@मोहन.भारत", "राम@मोहन.भारत"),
    ],
)
def test_a_person_s_address_has_nothing_against_it(written: str, address: str) -> None:
    assert judge_email(written) == EmailVerdict(address)


@pytest.mark.parametrize("local", ["info", "sales2", "contact-us", "customer.care", "sales+web", "frontdesk"])
def test_a_desk_is_told_from_a_person(local: str) -> None:
    assert judge_email(f"{local}@firm.in").is_role
    assert not judge_email(f"rao{local}@firm.in").is_role


def test_what_is_thrown_away_is_told() -> None:
    assert judge_email("ravi@mailinator.com").is_disposable
    assert judge_email("ravi@sub.mailinator.com").is_disposable
    assert judge_email("ravi@mailinator.com").problem.startswith("This is a disposable address")
    assert not judge_email("ravi@gmail.com").is_disposable


def test_a_placeholder_is_nobodys() -> None:
    verdict = judge_email("yourname@yourdomain.com")
    assert (verdict.address, verdict.is_placeholder) == (None, True)
    assert "only shows" in verdict.problem


@pytest.mark.parametrize(
    "written", ["", None, "   ", "ravi", "ravi@", "@firm.in", "a b@firm.in", "logo@2x.png", "no-reply@firm.in"]
)
def test_nobody_can_be_written_to_there(written: str | None) -> None:
    verdict = judge_email(written)
    assert verdict.address is None
    assert verdict.problem.endswith(".")


def test_the_sandbox_has_addresses_of_its_own() -> None:
    assert judge_email("asha@clinic.example").address is None
    assert judge_email("asha@clinic.example", allow_reserved=True).address == "asha@clinic.example"


def test_the_short_way_takes_only_what_the_whole_grammar_takes() -> None:
    dice = random.Random(7)

    def some(letters: str, most: int) -> str:
        return "".join(dice.choices(letters, k=dice.randint(1, most)))

    short = 0
    for _ in range(20_000):
        text = f"{some('ab1-_.+Z', 8)}@{some('ab1-.A', 8)}{dice.choice(['.in', '.com', '.test', '.a1', ''])}"
        if emails._ORDINARY.fullmatch(text):
            short += 1
            assert emails._validated(text) == text.lower()
    assert short > 200
