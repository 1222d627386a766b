"""Links in a text: found as a reader sees them, and which of them may lead through us."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from services.templates.links import Piece, is_followed, led_through, pieces, targets

OURS = "https://leads.acme.example"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("See https://acme.example/a?b=1&c=2#d.", ["https://acme.example/a?b=1&c=2#d"]),
        ("(https://acme.example/x_(y))", ["https://acme.example/x_(y)"]),
        ("Our site: www.acme.example, or HTTP://ACME.example!", ["http://www.acme.example", "HTTP://ACME.example"]),
        ("[Prices](https://acme.example/prices)", ["https://acme.example/prices"]),
        ("“https://acme.example/दुकान।” है", ["https://acme.example/दुकान"]),
        ("mail info@acme.example or call +91 98450 12345", []),
        ("javascript:alert(1) ftp://acme.example data:text/html,x", []),
        ("https:// http://. https://nodots https://[::1 xhttps://acme.example", []),
        ("https://acme.example/<script>", ["https://acme.example/"]),
        ("https://acme.example\nhttps://acme.example", ["https://acme.example", "https://acme.example"]),
    ],
)
def test_links_are_found_where_a_reader_sees_them(text: str, found: list[str]) -> None:
    assert targets(text) == found


@given(some.text(alphabet=some.sampled_from("htps:/w.a()[]<>\"' \n\t&éab")))
def test_cutting_a_text_loses_nothing(text: str) -> None:
    assert "".join(piece.text for piece in pieces(text)) == text
    assert all(target.lower().startswith(("http://", "https://")) for target in targets(text))


@pytest.mark.parametrize(
    ("target", "followed"),
    [
        ("https://acme.example/a", True),
        ("http://www.acme.example", True),
        (f"{OURS}/u/om_1.sig", False),
        ("https://LEADS.acme.example/join/1", False),
        ("https://wa.me/919845012345?text=JOIN", False),
        ("https://api.whatsapp.com/send?phone=91", False),
        ("tel:+919845012345", False),
        ("javascript:alert(1)", False),
        ("", False),
    ],
)
def test_our_own_links_and_those_to_whatsapp_are_left_alone(target: str, followed: bool) -> None:
    assert is_followed(target, OURS) is followed


def test_a_led_link_keeps_its_words_and_its_number() -> None:
    text = f"A https://a.example, stop {OURS}/u/1 or www.b.example"
    found = led_through(text, lambda number: f"{OURS}/t/{number}", OURS)
    assert [piece for piece in found if piece.target] == [
        Piece("https://a.example", f"{OURS}/t/0", is_led=True),
        Piece(f"{OURS}/u/1", f"{OURS}/u/1"),
        Piece("www.b.example", f"{OURS}/t/2", is_led=True),
    ]
