"""The wizard's answers: checked in the person's words, kept whatever they are."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.campaigns.draft import CHANNELS, Scraping, Step, problems_of
from services.campaigns.drafts import load, save_step
from services.campaigns.fields import entries
from services.campaigns.rules import default_split, hour_words, next_at_hour, rebalance
from services.core.errors import Invalid, NotAllowed
from services.core.scope import Scope
from services.db import transaction
from tests.services.campaigns.test_launch import BUSINESS


def test_wrong_answers_are_kept_and_told_at_their_field(alice: Scope) -> None:
    typed = {**BUSINESS, "description": "", "phone": "12"}
    with transaction(alice) as session:
        problems = save_step(session, alice, Step.BUSINESS, typed, advance=True)
    assert problems["description"].startswith("Say in a sentence")
    assert "phone number" in problems["phone"]
    with transaction(alice) as session:
        draft = load(session, alice)
    assert draft.answers["business"]["phone"] == "12"
    assert draft.reached == 1


def test_later_steps_are_suggested_from_earlier_ones_and_typed_answers_win(alice: Scope) -> None:
    with transaction(alice) as session:
        save_step(session, alice, Step.BUSINESS, BUSINESS, advance=True)
        first = load(session, alice)
    assert first.answers["audience"]["locations"] == ["Mumbai", "Pune"]
    assert "real estate agents" in first.answers["scraping"]["industries"]
    assert first.answers["outreach"]["whatsapp_reach"] == ""
    with transaction(alice) as session:
        save_step(session, alice, Step.AUDIENCE, {**first.answers["audience"], "locations": ["Nashik"]}, advance=True)
        second = load(session, alice)
    assert second.answers["scraping"]["locations"] == ["Nashik"]
    assert second.reached == 3


def test_one_customers_draft_is_not_anothers(alice: Scope, bob: Scope, charlie: Scope) -> None:
    with transaction(alice) as session:
        save_step(session, alice, Step.BUSINESS, BUSINESS, advance=True)
    with transaction(charlie) as session:
        assert load(session, charlie).answers["business"]["description"] == ""
    with pytest.raises(NotAllowed), transaction(bob) as session:
        save_step(session, bob, Step.BUSINESS, BUSINESS, advance=True)


def test_an_endless_answer_is_refused(alice: Scope) -> None:
    with pytest.raises(Invalid), transaction(alice) as session:
        save_step(session, alice, Step.BUSINESS, {"description": "x" * 100_000}, advance=False)


@pytest.mark.parametrize(
    ("step", "answers", "field"),
    [
        (Step.AUDIENCE, {"customers": "Shops", "industries": [], "locations": ["Pune"]}, "industries"),
        (
            Step.SCRAPING,
            {"enabled": True, "leads_per_day": 7, "industries": ["x"], "locations": ["y"]},
            "leads_per_day",
        ),
        (Step.ADS, {"meta_enabled": True, "meta_daily_paise": "50"}, "meta_daily_paise"),
        (Step.ADS, {"google_enabled": True, "google_daily_paise": "abc"}, "google_daily_paise"),
        (Step.OUTREACH, {"whatsapp_text": "Hi {{nam}}", "email_subject": "a", "email_body": "b"}, "whatsapp_text"),
        (Step.OUTREACH, {"whatsapp_text": "Hi", "email_subject": "a", "email_body": "b"}, "whatsapp_reach"),
        (Step.BUDGET, {"total_paise": 10_000, "scraping_paise": 9_999}, "split"),
        (Step.BUDGET, {"total_paise": 0}, "total_paise"),
        (Step.REVIEW, {}, "accept_terms"),
    ],
)
def test_each_step_names_the_field_that_is_wrong(step: Step, answers: dict[str, object], field: str) -> None:
    assert field in problems_of(step, answers)


def test_a_channel_that_is_off_asks_for_nothing() -> None:
    assert problems_of(Step.SCRAPING, {"enabled": False}) == {}
    assert problems_of(Step.ADS, {}) == {}


AMOUNTS = st.integers(min_value=0, max_value=10**11)


@given(total=AMOUNTS, shares=st.lists(AMOUNTS, min_size=5, max_size=5), to=AMOUNTS, changed=st.sampled_from(CHANNELS))
def test_a_changed_share_always_leaves_the_exact_total(total: int, shares: list[int], to: int, changed: str) -> None:
    split = rebalance(total, dict(zip(CHANNELS, shares, strict=True)), changed, to)
    assert sum(split.values()) == total
    assert split[changed] == min(to, total)
    assert min(split.values()) >= 0


@given(total=AMOUNTS, on=st.fixed_dictionaries({channel: st.booleans() for channel in CHANNELS}))
def test_the_suggested_split_sums_up_and_gives_nothing_to_what_is_off(total: int, on: dict[str, bool]) -> None:
    split = default_split(total, dict.fromkeys(CHANNELS, 2000), on)
    assert sum(split.values()) == total
    if any(on.values()):
        assert all(split[channel] == 0 for channel in CHANNELS if not on[channel])


def test_an_unknown_channel_is_refused() -> None:
    with pytest.raises(Invalid):
        rebalance(100, {}, "radio", 5)


def test_the_next_run_is_at_the_customers_hour() -> None:
    at = datetime(2026, 11, 22, 3, 30, tzinfo=UTC)  # 9 am in India
    assert next_at_hour(at, 9, "Asia/Kolkata") == datetime(2026, 11, 23, 3, 30, tzinfo=UTC)
    assert next_at_hour(at, 10, "Asia/Kolkata") == datetime(2026, 11, 22, 4, 30, tzinfo=UTC)
    skipped = datetime(2026, 3, 29, 0, 30, tzinfo=UTC)  # Berlin's clocks jump from 2 to 3
    assert next_at_hour(skipped, 2, "Europe/Berlin") > skipped


def test_hours_are_spoken() -> None:
    assert [hour_words(hour) for hour in (0, 9, 12, 20)] == ["12 am", "9 am", "12 noon", "8 pm"]


def test_a_long_address_of_a_listing_is_kept_whole() -> None:
    address = "https://www.directory.example/search?" + "&".join(f"area={number}" for number in range(30)) + ",mumbai"
    pasted = entries("directory_urls", f"{address}  https://other.example/list\n")
    assert pasted == [address, "https://other.example/list"]
    assert Scraping(enabled=False, directory_urls=pasted).directory_urls == pasted
    assert entries("cities", " Mumbai, New  Delhi,,") == ["Mumbai", "New Delhi"]
