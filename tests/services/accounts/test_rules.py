"""What a password, a name and an address must be."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.accounts import cookies
from services.accounts.rules import check_email, check_name, check_password
from services.core.errors import Invalid


@pytest.mark.parametrize("password", ["short", "password123", "aaaaaaaaaaaa", "asha@acme.in", "x" * 201])
def test_weak_passwords_are_refused(password: str):
    with pytest.raises(Invalid) as refused:
        check_password(password, "asha@acme.in")
    assert refused.value.field == "password"


def test_a_long_plain_sentence_is_a_good_password():
    check_password("my dog eats idli", "asha@acme.in")


def test_emails_are_kept_in_lower_case():
    assert check_email("  Asha.Rao@Acme.IN ") == "asha.rao@acme.in"


@pytest.mark.parametrize("email", ["", "asha", "asha@", "a b@acme.in", "asha@acme", "x" * 400 + "@acme.in"])
def test_what_cannot_be_an_address_is_refused(email: str):
    with pytest.raises(Invalid):
        check_email(email)


def test_names_lose_stray_spaces_and_may_not_be_empty():
    assert check_name("  Asha   Rao ", "name", 120, "Enter your name.") == "Asha Rao"
    with pytest.raises(Invalid):
        check_name("   ", "name", 120, "Enter your name.")


@given(st.text(max_size=400))
def test_any_cookie_a_browser_invents_reads_as_an_empty_or_short_form(value: str):
    form = cookies.unpack(value)
    assert all(len(part) <= 320 for part in (form.message, form.email, form.name, form.business))


@given(st.text(max_size=200), st.text(max_size=200))
def test_a_refused_form_survives_its_cookie(message: str, email: str):
    kept = cookies.unpack(cookies.pack(cookies.RefusedForm(message=message, email=email)))
    assert (kept.message, kept.email) == (message, email)
