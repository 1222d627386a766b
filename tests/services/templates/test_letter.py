"""The HTML part: the words of the text part, read by a parser as a mail program does."""

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as some

from services.templates.identity import Identity, email_text
from services.templates.letter import email_html
from services.templates.links import pieces

ACME = Identity("Acme Dental", "Asha Rao", "1 MG Road\nBengaluru", "+91 98450 12345", "acme.example")
STOP = "https://leads.acme.example/u/om_1.x"


def parsed(text: str, identity: Identity = ACME, picture: str = "") -> BeautifulSoup:
    return BeautifulSoup(email_html(pieces(text), identity, STOP, picture), "lxml")


def words_of(page: BeautifulSoup) -> list[str]:
    return page.get_text(" ").split()


def links_of(page: BeautifulSoup) -> list[tuple[str, str]]:
    return [(str(link["href"]), link.get_text()) for link in page.find_all("a")]


TEXT = "Hello,\n\nwe do:\n- chairs & lights\n* X-ray <rooms>\n\nSee https://acme.example/a?b=1&c=2.\n\nRegards\nUs"


def test_paragraphs_lists_and_links_stand_as_they_were_written() -> None:
    page = parsed(TEXT)
    assert [one.get_text("|") for one in page.find_all("p")][:-1] == [
        "Hello,",
        "we do:",
        "See |https://acme.example/a?b=1&c=2|.",
        "Regards|Us",
    ]
    assert [one.get_text() for one in page.find_all("li")] == ["chairs & lights", "X-ray <rooms>"]
    assert links_of(page)[0] == ("https://acme.example/a?b=1&c=2", "https://acme.example/a?b=1&c=2")


def test_every_style_is_at_its_element_and_nothing_else_is_asked_for() -> None:
    page = parsed(TEXT)
    assert not page.find_all(["style", "link", "script", "img"])
    assert all(one.get("style") for one in page.find_all(["body", "div", "p", "ul", "a"]))
    assert "class=" not in str(page)


def test_the_footer_can_be_called_opened_and_left() -> None:
    assert links_of(parsed("Hello")) == [
        ("tel:+919845012345", "+91 98450 12345"),
        ("https://acme.example", "acme.example"),
        (STOP, "Unsubscribe"),
    ]


@pytest.mark.parametrize(
    ("phone", "website"), [("", ""), ("call us", "ask us"), ("", 'javascript:alert(1)"x'), ("108", "none")]
)
def test_what_cannot_be_called_or_opened_stays_words(phone: str, website: str) -> None:
    page = parsed("Hello", Identity("Acme", "", "Pune", phone, website))
    assert links_of(page) == [(STOP, "Unsubscribe")]
    assert all(one in page.get_text() for one in (phone, website))


def test_a_picture_is_asked_for_only_when_the_mail_is_followed() -> None:
    (picture,) = parsed("Hello", picture="https://leads.acme.example/t/o/om_1.x").find_all("img")
    assert (picture["src"], picture["alt"], picture["width"]) == ("https://leads.acme.example/t/o/om_1.x", "", "1")


LINES = ["Hello", "- one", "* two", "", "  ", "<b>", "&amp;", '"', "a https://x.in/?a=1&b", "•"]


@given(some.lists(some.sampled_from(LINES)))
def test_both_parts_say_the_same(lines: list[str]) -> None:
    text = "\n".join(lines)
    said = email_text(text, ACME, STOP).replace("\n-- \n", "\n").replace(f"Unsubscribe: {STOP}", "Unsubscribe")
    assert unmarked(words_of(parsed(text))) == unmarked(said.split())


def unmarked(words: list[str]) -> list[str]:
    """Without what marks the items of a list."""
    return [one for one in words if one not in {"-", "*", "•"}]
