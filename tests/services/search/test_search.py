"""The search over everything: leads first, then contacts as their list finds them."""

from services.core.scope import Scope
from services.db import reading
from services.search.queries import Hit, everything
from tests.support import add_contact, add_lead


def found(scope: Scope, text: str) -> list[tuple[str, str]]:
    with reading(scope) as session:
        return [(hit.kind, hit.label) for hit in everything(session, text)]


def test_leads_come_first_then_the_best_contacts(alice: Scope, charlie: Scope) -> None:
    add_lead(alice, name="Rohan Lead")
    add_contact(alice, name="Rohan Low", quality_score=20)
    add_contact(alice, name="Rohan High", quality_score=90, phone="+919820041735")
    add_contact(charlie, name="Rohan Elsewhere")
    assert found(alice, "roh") == [("lead", "Rohan Lead"), ("contact", "Rohan High"), ("contact", "Rohan Low")]
    assert found(alice, "98200 41735") == [("contact", "Rohan High")]
    assert found(alice, "r") == found(alice, "%%") == []


def test_a_nameless_contact_is_called_by_what_is_known(alice: Scope) -> None:
    contact = add_contact(alice, name="", company="", phone="+919820041735", email=None)
    with reading(alice) as session:
        assert everything(session, "41735") == [Hit("+919820041735", "+919820041735", contact.public_id, "contact")]


def test_no_more_than_six_of_a_kind(alice: Scope) -> None:
    for number in range(8):
        add_contact(alice, name=f"Rohan {number}")
    assert len(found(alice, "rohan")) == 6
