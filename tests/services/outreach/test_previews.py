"""A message as its reader would get it."""

import pytest

from services.core.errors import NotFound
from services.core.scope import Scope
from services.db import reading, transaction
from services.models import Channel, Customer
from services.outreach.previews import NOBODY_KNOWN, first_text, neighbour, preview_for
from services.playbooks import playbook_for
from services.templates.rules import problems
from tests.support import add_campaign, add_contact


def test_whatsapp_is_shown_as_it_leaves_with_the_way_to_stop(alice: Scope) -> None:
    contact = add_contact(alice, name="Rohan Deshpande")
    with reading(alice) as session:
        seen = preview_for(session, alice, Channel.WHATSAPP, "Hello {{first_name}}", contact_id=contact.public_id)
    assert seen.text.startswith("Hello Rohan")
    assert "Reply STOP" in seen.text
    assert (seen.name, seen.footer, seen.problems) == ("Rohan Deshpande", "", {})


def test_email_is_shown_with_its_subject_and_footer(alice: Scope) -> None:
    with transaction(alice) as session:
        session.get_one(Customer, alice.customer_id).address = "12 MG Road, Pune"
    add_contact(alice, name="Weak", quality_score=10)
    add_contact(alice, name="Best", quality_score=99)
    with reading(alice) as session:
        seen = preview_for(session, alice, Channel.EMAIL, "Hello {{name}}", "For {{name}}")
    assert (seen.name, seen.subject, seen.text) == ("Best", "For Best", "Hello Best")
    assert "12 MG Road, Pune" in seen.footer
    assert "Unsubscribe" in seen.footer


def test_faults_are_named_by_field_and_a_reader_is_invented_when_there_is_none(alice: Scope) -> None:
    with reading(alice) as session:
        seen = preview_for(session, alice, Channel.EMAIL, "Hello {{nobody}}", "")
    assert set(seen.problems) == {"message", "subject"}
    assert seen.name


def test_another_customers_contact_is_not_shown(alice: Scope, charlie: Scope) -> None:
    contact = add_contact(alice)
    with reading(charlie) as session, pytest.raises(NotFound):
        preview_for(session, charlie, Channel.EMAIL, "Hello", "Hello", contact.public_id)


@pytest.mark.parametrize("channel", list(Channel))
def test_writing_begins_with_the_playbook_and_then_with_the_last_campaign(alice: Scope, channel: Channel) -> None:
    with reading(alice) as session:
        body, _subject = first_text(session, alice, channel)
    playbook = playbook_for("")
    assert body == (playbook.whatsapp if channel == Channel.WHATSAPP else playbook.email_body)
    assert problems(body, channel) == []
    add_campaign(alice, type=channel, message_template="Mine", subject_template="My subject")
    with reading(alice) as session:
        assert first_text(session, alice, channel) == ("Mine", "My subject")


def test_the_reader_is_chosen_the_best_first_and_one_of_whom_nothing_is_known(alice: Scope) -> None:
    best, other = add_contact(alice, name="Best", quality_score=90), add_contact(alice, name="Other", quality_score=80)
    with reading(alice) as session:
        seen = preview_for(session, alice, Channel.EMAIL, "Hello {{name}}", "Hi")
        assert (seen.contact_id, seen.hints != []) == (best.public_id, True)
        assert neighbour(session, Channel.EMAIL, best.public_id, later=True) == other.public_id
        assert neighbour(session, Channel.EMAIL, other.public_id, later=True) == other.public_id
        assert neighbour(session, Channel.EMAIL, other.public_id, later=False) == best.public_id
        assert neighbour(session, Channel.EMAIL, NOBODY_KNOWN, later=True) == best.public_id
        worst = preview_for(session, alice, Channel.EMAIL, "Hello {{name}} of {{company}}", "Hi", NOBODY_KNOWN)
    assert worst.text == "Hello there of your business"


def test_a_text_that_outgrows_its_bounds_is_shown_as_written_with_the_reason(alice: Scope) -> None:
    with reading(alice) as session:
        seen = preview_for(session, alice, Channel.EMAIL, "{% for i in (1..999) %}x{% endfor %}", "Hi")
    assert "too much" in seen.problems["message"]
    assert seen.text.startswith("{% for")
