"""Answers that a customer keeps: who may change them, what is refused, and how one reads for a lead."""

import pytest

from services.conversations.saved_replies import (
    LONGEST,
    ReplyForm,
    checked,
    filled_reply,
    remove_reply,
    save_reply,
    saved_replies,
)
from services.core.errors import Invalid, NotAllowed, NotFound
from services.core.scope import Role, Scope
from services.db import reading, transaction
from services.models import AuditLog, Conversation, Customer, SavedReply
from tests import support
from tests.hearing import read_all

PRICES = ReplyForm(
    "Price list", "/Price", "Namaste {{first_name|there}}, prices in {{city}} start at ₹5 lakh. {{business}}"
)


def keep(scope: Scope, form: ReplyForm = PRICES, reply_id: str = "") -> SavedReply:
    with transaction(scope) as session:
        return save_reply(session, scope, form, reply_id)


def reads(scope: Scope, reply: SavedReply, talk: Conversation) -> str:
    with reading(scope) as session:
        return filled_reply(session, scope, reply.public_id, talk.public_id)


@pytest.mark.parametrize(
    ("form", "field"),
    [
        (ReplyForm(" ", "price", "Text"), "title"),
        (ReplyForm("Price", "/", "Text"), "shortcut"),
        (ReplyForm("Price", "two words", "Text"), "shortcut"),
        (ReplyForm("Price", "a/b", "Text"), "shortcut"),
        (ReplyForm("Price", "p" * 31, "Text"), "shortcut"),
        (ReplyForm("Price", "price", " \n"), "body"),
        (ReplyForm("Price", "price", "x" * (LONGEST + 1)), "body"),
        (ReplyForm("Price", "price", "Hello {{nmae}}"), "body"),
        (ReplyForm("Price", "price", "Hello {{name}"), "body"),
    ],
)
def test_what_cannot_be_kept_is_refused_at_its_field(form: ReplyForm, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        checked(form)
    assert refused.value.field == field


@pytest.mark.parametrize("word", ["price", "/Price", " PRICE "])
def test_a_shortcut_is_one_word_in_lower_case_without_its_slash(word: str) -> None:
    assert checked(ReplyForm("Price", word, "Text"))[1] == "price"


def test_a_shortcut_may_be_in_any_script() -> None:
    assert checked(ReplyForm("Price", "/कीमत", "Text"))[1] == "कीमत"


def test_a_reply_is_kept_changed_and_removed_and_the_log_says_so(alice: Scope) -> None:
    made = keep(alice)
    keep(alice, ReplyForm("Directions", "way", "We are behind the temple."))
    with reading(alice) as session:
        assert [row.shortcut for row in saved_replies(session, alice)] == ["price", "way"]
    keep(alice, ReplyForm("Prices", "price", "From ₹6 lakh"), made.public_id)
    with transaction(alice) as session:
        assert remove_reply(session, alice, made.public_id) == "Prices"
    with reading(alice) as session:
        assert [row.title for row in saved_replies(session, alice)] == ["Directions"]
    assert [line.action for line in read_all(alice, AuditLog)] == [*["saved_reply_saved"] * 3, "saved_reply_removed"]


def test_a_shortcut_belongs_to_one_reply_of_a_customer(alice: Scope, charlie: Scope) -> None:
    keep(alice)
    keep(charlie)
    with pytest.raises(Invalid, match="Price list") as refused:
        keep(alice, ReplyForm("Other", "PRICE", "Text"))
    assert refused.value.field == "shortcut"


def test_it_reads_for_the_person_who_is_answered(alice: Scope) -> None:
    reply = keep(alice)
    with transaction(alice) as session:
        session.get_one(Customer, alice.customer_id).name = "Sahyadri Homes"
    contact = support.add_contact(alice, name="Neha Singh", city="Pune", company="")
    known = support.add_lead(alice, name="Neha Singh", original_contact_id=contact.id)
    said = support.add_lead(alice, name="Ravi Rao", location="Nashik", original_contact_id=None)
    for lead, words in (
        (known, "Namaste Neha, prices in Pune start at ₹5 lakh. Sahyadri Homes"),
        (said, "Namaste Ravi, prices in Nashik start at ₹5 lakh. Sahyadri Homes"),
        (support.add_lead(alice, name=""), "Namaste there, prices in your city start at ₹5 lakh. Sahyadri Homes"),
    ):
        assert reads(alice, reply, support.add_conversation(alice, lead)) == words


def test_a_name_with_braces_is_no_template(alice: Scope) -> None:
    talk = support.add_conversation(alice, support.add_lead(alice, name="{{business}}"))
    assert "Acme" not in reads(alice, keep(alice, ReplyForm("Hi", "hi", "Hi {{name}}")), talk)


def test_agents_use_them_and_who_edits_settings_changes_them(alice: Scope, bob: Scope, charlie: Scope) -> None:
    reply = keep(alice)
    talk = support.add_conversation(alice, support.add_lead(alice))
    agent = support.add_member(alice.customer_id, "agent@acme.example", Role.AGENT)
    manager = support.add_member(alice.customer_id, "manager@acme.example", Role.MANAGER)
    assert reads(agent, reply, talk)
    keep(manager, ReplyForm("Mine", "mine", "Text"))
    for scope in (agent, bob):
        with pytest.raises(NotAllowed):
            keep(scope, ReplyForm("Mine", "own", "Text"))
        with pytest.raises(NotAllowed), transaction(scope) as session:
            remove_reply(session, scope, reply.public_id)
    with pytest.raises(NotAllowed):
        reads(bob, reply, talk)
    with pytest.raises(NotFound):
        keep(charlie, PRICES, reply.public_id)
