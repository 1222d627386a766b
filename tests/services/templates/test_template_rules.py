"""Filling templates, and the lines every message carries."""

import pytest

from services.models import Channel, Contact, Customer
from services.templates.identity import (
    OPT_OUT_LINE,
    Identity,
    email_text,
    identity_problems,
    offers_stop,
    whatsapp_text,
)
from services.templates.letter import email_html
from services.templates.links import pieces
from services.templates.rules import (
    FALLBACKS,
    WHATSAPP_MOST,
    first_name,
    problems,
    render,
    subject_problems,
    values_for,
    variables_in,
)

SUVARNA = Identity("Suvarna Habitat", "Asha", "12 MG Road, Pune 411001", "+912012345678", "suvarna.in")


def test_variables_are_named_once_in_their_order():
    assert variables_in("Hi {{ name }}, {{City|Pune}} and {{name}}") == ["name", "city"]


def test_a_value_comes_before_the_written_fall_back_and_that_before_the_general_one():
    assert render("Hi {{name|friend}}", {"name": "Asha"}) == "Hi Asha"
    assert render("Hi {{name|friend}}", {"name": " "}) == "Hi friend"
    assert render("Hi {{name}}", {}, FALLBACKS) == "Hi there"
    assert render("Hi {{name}} !", {}, {}) == "Hi!"


def test_a_value_is_never_filled_a_second_time_nor_breaks_the_line():
    assert render("Hi {{name}}, {{city}}", {"name": "{{city}}\r\nBcc: x", "city": "Pune"}) == "Hi city Bcc: x, Pune"


@pytest.mark.parametrize(
    ("template", "words"),
    [
        ("Hi {{nmae}}", "{{nmae}} is not a variable"),
        ("Hi {{name", "not closed"),
        ("", "Write a message."),
        ("{{name}}, hello", "starts with a variable"),
        ("Hi {{name}} {{city}}", "side by side"),
        ("x" * 1_000, "under 964 characters"),
    ],
)
def test_what_is_wrong_with_a_whatsapp_message_is_said(template: str, words: str):
    assert any(words in problem for problem in problems(template, Channel.WHATSAPP))


def test_a_good_message_has_no_problems():
    assert problems("Hi {{name|there}}, greetings from {{business}}.", Channel.WHATSAPP) == []
    assert subject_problems("A question for {{company}}") == []
    assert subject_problems("two\nlines") == ["Keep the subject on one line."]


def test_the_contact_fills_the_variables():
    contact = Contact(name="Dr. Asha Rao", company="Smile Dental", city="Pune", industry="dentist")
    values = values_for(contact, Customer(name="Suvarna", services=["Implants"]))
    assert values["first_name"] == "Asha"
    assert values["service"] == "Implants"
    assert values["sender"] == "Suvarna"


@pytest.mark.parametrize(
    ("name", "called"),
    [
        ("Asha Rao", "Asha"),
        ("R. Venkatesh", "Venkatesh"),
        ("K.S. Ramakrishnan", "Ramakrishnan"),
        ("SMT. SUNITA DEVI", "Sunita"),
        ("डॉ. आशा राव", "आशा"),
    ],
)
def test_people_are_greeted_by_the_name_they_are_called(name: str, called: str):
    assert first_name(name) == called


@pytest.mark.parametrize("name", ["Skyline Realty", "24x7 Repairs", "Patel & Sons", ""])
def test_a_business_has_no_first_name(name: str):
    assert first_name(name) == ""


def test_whatsapp_names_its_sender_and_says_how_to_stop():
    text = whatsapp_text("Hello there", SUVARNA)
    assert text == f"Hello there\n\nAsha, Suvarna Habitat. {OPT_OUT_LINE}"
    assert whatsapp_text("Suvarna Habitat here. Reply YES, or STOP.", SUVARNA).count("STOP") == 1


def test_a_long_message_keeps_its_opt_out_line_within_the_limit():
    text = whatsapp_text("x" * 3_000, SUVARNA)
    assert len(text) <= WHATSAPP_MOST
    assert text.endswith(OPT_OUT_LINE)


def test_an_email_carries_the_postal_address_and_the_way_out():
    link = "https://example.org/u/token"
    assert "12 MG Road" in email_text("Hello", SUVARNA, link)
    html = email_html(pieces("Hello <b>"), SUVARNA, link)
    assert f'<a href="{link}"' in html
    assert "&lt;b&gt;" in html


def test_a_missing_identity_is_asked_for():
    assert identity_problems(Identity(""), Channel.EMAIL).keys() == {"name", "address"}
    assert not identity_problems(SUVARNA, Channel.EMAIL)


def test_an_offer_to_stop_is_recognised():
    assert offers_stop("Reply YES if interested, or STOP and we won't write again.")
    assert not offers_stop("Stop by our shop")
