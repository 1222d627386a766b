"""Meters, and the budget that is asked before a paid call."""

import pytest
from sqlmodel import select

from services.core.scope import Scope
from services.db import reading, transaction
from services.models import Customer, Usage
from services.spending.actions import OverBudget, count, hold
from services.spending.queries import spent_this_month
from services.spending.rules import PAID_BY, Meter


def give_budget(alice: Scope, paise: int) -> None:
    with transaction(alice) as session:
        session.get_one(Customer, alice.customer_id).budget_split = {"scraping": paise}


def spent(alice: Scope, meter: Meter = Meter.PLACES, *, is_sandbox: bool = False) -> int:
    with reading(alice) as session:
        customer = session.get_one(Customer, alice.customer_id)
        return spent_this_month(session, customer, meter, is_sandbox=is_sandbox)


def test_counts_of_one_day_add_up_in_one_row(alice):
    for quantity in (3, 4):
        with transaction(alice) as session:
            count(session, Meter.CONTACTS_FOUND, quantity)
    with reading(alice) as session:
        assert [row.quantity for row in session.exec(select(Usage))] == [7]


def test_a_held_call_is_settled_at_what_it_cost(alice):
    give_budget(alice, 10_000)
    with transaction(alice) as session:
        hold(session, Meter.PLACES, 300)
    assert spent(alice) == 300
    with transaction(alice) as session:
        count(session, Meter.PLACES, 1, 270 - 300)
    assert spent(alice) == 270


def test_a_call_over_the_budget_is_refused_in_words_and_counts_nothing(alice):
    give_budget(alice, 50_000)
    with transaction(alice) as session:
        hold(session, Meter.APIFY, 40_000)
    with pytest.raises(OverBudget, match="₹500 and ₹100 of it is left; this needs up to ₹200"), transaction(alice) as s:
        hold(s, Meter.OPENAI, 20_000)
    assert spent(alice) == 40_000


def test_without_a_budget_nothing_paid_is_called(alice):
    with pytest.raises(OverBudget), transaction(alice) as session:
        hold(session, Meter.PLACES, 1)


def test_practice_spending_does_not_use_up_the_real_budget(alice):
    give_budget(alice, 1_000)
    with transaction(alice) as session:
        hold(session, Meter.PLACES, 1_000, is_sandbox=True)
    assert spent(alice, is_sandbox=True) == 1_000
    with transaction(alice) as session:
        hold(session, Meter.PLACES, 1_000)
    assert spent(alice) == 1_000


def test_one_customers_spending_is_not_another_ones(alice, charlie):
    give_budget(alice, 1_000)
    give_budget(charlie, 1_000)
    with transaction(alice) as session:
        hold(session, Meter.PLACES, 900)
    with transaction(charlie) as session:
        hold(session, Meter.PLACES, 900)
    assert spent(alice) == spent(charlie) == 900


def test_everything_paid_has_a_share_of_the_budget():
    assert set(PAID_BY) == set(Meter) - {Meter.CONTACTS_FOUND, Meter.CONTACTS_IMPORTED}
