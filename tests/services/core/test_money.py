"""Money: whole paise in, Indian grouping out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.core.errors import Invalid
from services.core.money import grouped, parse_rupees, rupees, split_paise

MOST = 10**13


@pytest.mark.parametrize(
    ("typed", "paise"),
    [("5,000", 500_000), ("₹1,20,000.50", 12_000_050), (" 0.005 ", 0), ("0.015", 2), ("", 0), ("₹ 99", 9_900)],
)
def test_amounts_are_read_as_people_type_them(typed, paise):
    assert parse_rupees(typed) == paise


@pytest.mark.parametrize("typed", ["-1", "five", "1e400", "NaN", "Infinity", "100000000001", "1.2.3", "5000/-"])
def test_what_is_not_an_amount_is_refused_at_its_field(typed):
    with pytest.raises(Invalid) as refused:
        parse_rupees(typed, "budget")
    assert refused.value.field == "budget"


@pytest.mark.parametrize(
    ("paise", "shown"),
    [
        (0, "₹0"),
        (50, "₹0.50"),
        (100_000, "₹1,000"),
        (12_000_050, "₹1,20,000.50"),
        (-100, "−₹1"),
        (10**12, "₹10,00,00,00,000"),
    ],
)
def test_amounts_are_shown_in_indian_grouping(paise, shown):
    assert rupees(paise) == shown


@given(st.integers(0, MOST))
def test_what_is_shown_reads_back_as_the_same_amount(paise):
    assert parse_rupees(rupees(paise)) == paise


@given(st.integers(-MOST, MOST))
def test_grouping_changes_no_digit(number):
    assert grouped(number).replace(",", "") == str(number)


@given(st.integers(0, MOST), st.lists(st.integers(0, 10_000), min_size=1, max_size=8).filter(any))
def test_shares_sum_to_the_whole_and_are_fair_to_a_paisa(total, weights):
    shares = split_paise(total, weights)
    assert sum(shares) == total
    for share, weight in zip(shares, weights, strict=True):
        assert abs(share * sum(weights) - total * weight) < sum(weights)


def test_nothing_to_share_by_is_refused():
    with pytest.raises(Invalid):
        split_paise(100, [0, 0])
