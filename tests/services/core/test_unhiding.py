"""What pages code, scramble or let scripts assemble is read as a browser would show it."""

import base64
import codecs
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.core.addresses import find_emails
from services.core.unhiding import assembled_texts, decode_cloudflare, hidden_texts, plain_text

CODED = base64.b64encode(b"info@acme.in").decode()


@pytest.mark.parametrize(
    "markup",
    [
        '<a data-user="info" data-domain="acme.in">write to us</a>',
        '<span data-name="info" data-domain="acme" data-tld="in"></span>',
        "<i data-mail-local='info' data-mail-host='acme.in'></i>",
        f'<a data-email="{CODED}">show</a>',
        f"<script>show(atob('{CODED}'))</script>",
        f'<a data-enc-email="{codecs.encode("info@acme.in", "rot13")}">show</a>',
        f'<a data-enc-email="{codecs.encode("info", "rot13")}[at]{codecs.encode("acme.in", "rot13")}">show</a>',
        "<a href=\"javascript:linkTo_UnCryptMailto('ocknvq,kphqBceog0kp');\">write</a>",
        "document.write('info' + '@' + 'acme' + '.' + 'in')",
        'var u = "info"; var d = "acme.in"; document.write(u + "@" + d);',
        "const name='info', host='acme.in'\nlink.href='mailto:' + name + '&#64;' + host",
        "String.fromCharCode(105, 110, 102, 111, 64, 97, 99, 109, 101, 46, 105, 110)",
        'el.textContent = "ni.emca@ofni".split("").reverse().join("")',
        "['info', 'acme.in'].join('@')",
        "location.href = 'mailto:info@acme.in?subject=Hello'",
    ],
)
def test_a_hidden_address_is_found(markup: str) -> None:
    assert find_emails(markup) == ["info@acme.in"]


@pytest.mark.parametrize(
    "markup",
    [
        '<img data-host="cdn.acme.in" data-id="42" src="x.png">',
        '<div data-contact="aGVsbG8gd29ybGQgaGVsbG8=">',
        "var total = price + ' @ ' + rate;",
        "encrypt('nothing to see here')",
        'var css = "@media print" + rest;',
        'data-cfemail="zz"',
        "String.fromCharCode(60, 62)",
    ],
)
def test_other_attributes_and_scripts_hold_none(markup: str) -> None:
    assert find_emails(markup) == []


def test_words_for_signs_are_read_in_india_s_scripts() -> None:
    assert plain_text("ravi एट shop डॉट in") == "ravi at shop dot in"
    assert plain_text("ravi ಅಟ್ shop ಡಾಟ್ in") == "ravi at shop dot in"
    assert plain_text("एटीएम डॉटर") == "एटीएम डॉटर"


@given(st.text(alphabet=string.printable, max_size=200))
def test_any_markup_is_read_without_an_error(markup: str) -> None:
    list(hidden_texts(markup))
    list(assembled_texts(markup))
    find_emails(f"data-domain= {markup} fromCharCode '@'")


@given(st.integers(0, 255), st.from_regex(r"[a-z]{1,8}@[a-z]{1,8}\.in", fullmatch=True))
def test_cloudflare_s_code_is_undone_with_any_key(key: int, address: str) -> None:
    code = bytes([key, *(byte ^ key for byte in address.encode())]).hex()
    assert decode_cloudflare(code) == address
