"""Liquid inside its fence: what it fills, what it refuses, and what a value can never do."""

import time

import pytest

from services.core.errors import Invalid
from services.models import Channel, Contact, Customer
from services.outreach.texts import content_of, email_parts, fill_email, fill_whatsapp
from services.templates.rules import problems, render, variables_in

PUNE = {"name": "Asha", "city": "Pune", "services": ["Implants", "Braces"]}


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ('Hi {{ nobody | default: "there" }}', "Hi there"),
        ("Hi {{ NAME | upcase }}", "Hi ASHA"),
        ("Hi {{ contact.name }} of {{company | upcase}}", "Hi Asha of YOUR BUSINESS"),
        ("{% if city %}In {{ city }}{% else %}Near you{% endif %}!", "In Pune!"),
        ("{% if company %}At {{ company }}{% endif %}Hello", "Hello"),
        ("{% if contact.company %}a{% elsif contact.city == 'Pune' %}b{% endif %}", "b"),
        (
            "{% for one in services %}{{ one }}{% unless forloop.last %}, {% endunless %}{% endfor %}",
            "Implants, Braces",
        ),
        ('We do {{ services | join: " and " }}', "We do Implants and Braces"),
        ("Hi {{company|the “best” firm: yours}}", "Hi the “best” firm: yours"),
        ("One\n\n{% if company %}x{% endif %}\n\n\nTwo", "One\n\nTwo"),
    ],
)
def test_what_is_filled(template: str, text: str):
    assert render(template, PUNE) == text


@pytest.mark.parametrize(
    ("template", "words"),
    [
        ("Hello\nHi {{ nmae }}", "Line 2: {{nmae}} is not a variable. Did you mean {{name}}?"),
        ("{{ contact.citi }}", "{{contact.citi}} is not a variable. Did you mean {{contact.city}}?"),
        ("a\nb {% iff city %}{% endif %}", "Line 2: {% iff %} is not a tag here. Did you mean {% if %}?"),
        ("x\n{% if city %}\ny", "Line 2: {% if %} is not closed. Write {% endif %} where it ends."),
        ("{% if city %}{% endfor %}", "{% endfor %} closes nothing here. {% endif %} comes first."),
        ("{% else %}", "belongs inside a block"),
        ("{% include 'secret' %}{% if city %}{% endif %}", "{% include %} is not a tag here."),
        ("{% render 'x' %}", "is not a tag here."),
        ("{{ name | uppcase: 3 }}", "“uppcase” is not a filter. Did you mean upcase?"),
        ("{{ name | upcas }}", "“upcas” is not a filter. Did you mean upcase?"),
        ("{% if city = 'Pune' %}x{% endif %}", "This is not understood near “=”"),
        ("{{7*7}}", "This is not understood"),
        ("Hi {{name", "A variable is not closed"),
        ("Hi {% if name", "A tag is not closed"),
        ("{% for i in (1..9999999) %}x{% endfor %}", "at most 200 turns"),
        (
            '{{ name | replace: "W", "WWWWWWWWWW" | replace: "W", "WWWWWWWWWW" | replace: "W", "WWWWWWWWWW" }}',
            "at most",
        ),
        ("{% if city %}" * 40 + "{% endif %}" * 40, "at most"),
    ],
)
def test_a_fault_is_found_with_its_line_and_what_was_meant(template: str, words: str):
    found = problems(template, Channel.EMAIL)
    assert any(words in one for one in found), found


@pytest.mark.parametrize(
    "template",
    [
        "{% for i in (1..14) %}{% for j in (1..14) %}{{ a | append: b | append: a }}{% assign a = a | append: a %}"
        "{% endfor %}{% endfor %}",
        "{% for i in (1..200) %}{% for j in (1..200) %}x{% endfor %}{% endfor %}",
        "{% assign a = '" + "x" * 99 + "' %}" + "{% assign a = a | append: a %}" * 20,
        "{% for i in (1..200) %}{{ a }}{% endfor %}" * 200,
    ],
)
def test_a_runaway_text_is_stopped_at_once(template: str):
    began = time.monotonic()
    with pytest.raises(Invalid, match="too much"):
        render(template, {"a": "x" * 200, "b": "y" * 200})
    assert time.monotonic() - began < 2


def test_a_hostile_contact_is_inert_in_every_part_of_a_message():
    customer = Customer(name="Suvarna", address="Pune")
    for hostile in (
        "<script>alert(1)</script>",
        "{{7*7}}",
        "{% include 'x' %}",
        "{{ customer.phone }}",
        "a\r\nBcc: b@c.in",
    ):
        contact = Contact(name=hostile, email="a@b.in", phone="+919800000000", company=hostile)
        filled = fill_email(
            "Dear {{name}} {% if company %}of {{company}}{% endif %}", "For {{name}}", contact, customer
        )
        html = email_parts(filled.text, "om_1", customer)[1]
        assert "<script" not in html
        assert "49" not in filled.text
        assert "\n" not in filled.subject
        content = content_of("Hello {{name}}, regards {{business}}", customer)
        assert "49" not in fill_whatsapp(content, contact, customer).text


def test_whatsapp_numbers_variables_with_their_filters_and_refuses_tags():
    text = 'Hello {{ name | default: "friend" | upcase }} from {{ customer.name }} on {{ campaign.name }}'
    customer = Customer(name="Suvarna")
    content = content_of(text, customer)
    assert content.body.startswith("Hello {{1}} from Suvarna on {{2}}")
    filled = fill_whatsapp(content, Contact(name=""), customer, "Diwali")
    assert filled.variables == {"1": "FRIEND", "2": "Diwali"}
    assert problems(text, Channel.WHATSAPP) == []
    found = problems("Hello {% if city %}in {{city}}{% endif %} there", Channel.WHATSAPP)
    assert found == [
        "WhatsApp approves fixed texts, so {% if city %} cannot be used here. Give the variable a fall-back: "
        '{{ company | default: "your business" }}.'
    ]


def test_what_a_template_uses_is_named_shortly_once_and_without_what_it_assigns():
    assert variables_in("{% assign x = city %}{{ x }} {{ contact.name }} {{ name }} {{ customer.name }}") == [
        "city",
        "name",
        "business",
    ]
