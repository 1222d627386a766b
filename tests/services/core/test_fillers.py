"""Placeholders are told from addresses that only look like them."""

import pytest

from services.core.addresses import normalise_email


@pytest.mark.parametrize(
    "address",
    [
        "yourname@yourdomain.com", "you@your-company.in", "name@company.com", "user@domain.com", "email@example.com",
        "info@yourwebsite.com", "info@domain.com", "hello@example.org", "first.last@company.com", "john@doe.com",
        "example@gmail.com", "youremail@gmail.com", "test@test.com", "test@gmail.com", "demo@demo.com", "abc@xyz.com",
        "xxx@xxx.xxx", "aaa@bbb.ccc", "email@email.com", "someone@somewhere.com", "username@yourcollege.edu",
        "your.name@mydomain.co.in", "sales@yourbusiness.in", "user@mail.com", "john.doe@example.com",
    ],
)  # fmt: skip
def test_a_placeholder_is_nobodys_address(address: str) -> None:
    assert normalise_email(address) is None


@pytest.mark.parametrize(
    "address",
    [
        "ravi@gmail.com", "john@gmail.com", "ravi.kumar@company.com", "info@mydentist.in", "sales@yourspace.in",
        "test@example.acme.in", "info@mail.acme.in", "me@acme.in", "info@abc.com", "you@acme.in", "contact@theshop.in",
        "1234567890123456789012345678901234567890@acme.in",
    ],
)  # fmt: skip
def test_a_real_address_is_not_taken_for_one(address: str) -> None:
    assert normalise_email(address) == address


@pytest.mark.parametrize("written", ["Ev K. <ev@acme.in>", "Rao, Asha <ev@acme.in>", "राव & Sons <ev@acme.in>"])
def test_names_before_an_address_may_hold_points_and_commas(written: str) -> None:
    assert normalise_email(written) == "ev@acme.in"
