"""What counts as a phone, an e-mail, a business's domain and a city, and how each is written."""

import pytest

from services.core.addresses import (
    find_emails,
    find_phones,
    is_automated,
    is_mobile,
    normalise_email,
    normalise_phone,
    registrable_domain,
)


@pytest.mark.parametrize(
    "raw",
    [
        "98450 12345",
        "+91-98450-12345",
        "098450 12345",
        "Mob. 98450-12345",
        "९८४५०१२३४५",
        "https://wa.me/919845012345",
        "tel:+91-98450-12345",
        "9 8 4 5 0 1 2 3 4 5",
        "\u202a+91 98450\xa012345\u202c",
        "0091 98450 12345",
    ],
)
def test_an_indian_mobile_is_read_in_every_usual_writing(raw: str) -> None:
    assert normalise_phone(raw) == "+919845012345"


@pytest.mark.parametrize(
    "raw",
    ["560001", "INR 9876543", "08:00-21:00", "4111 1111 1111 1111", "192.168.10.254", "1234567890", "", "0000000000"],
)
def test_other_digits_are_no_phone(raw: str) -> None:
    assert find_phones(raw) == []
    assert normalise_phone(raw) is None


def test_several_numbers_in_one_field_are_all_found() -> None:
    assert find_phones("+91-98450-12345; 080 2555 5684 / 98450 12345") == ["+919845012345", "+918025555684"]


def test_the_region_reads_national_numbers() -> None:
    assert normalise_phone("(415) 555-2671", "US") == "+14155552671"
    assert normalise_phone("6216 8000", "SG") == "+6562168000"


def test_mobiles_are_told_from_landlines() -> None:
    assert is_mobile("+919845012345")
    assert not is_mobile("+918025555684")


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("Ravi.Kumar@Acme.CO.in", "ravi.kumar@acme.co.in"),
        (" sales@acme.in ", "sales@acme.in"),
        ("Ravi Kumar <ravi@acme.in>", "ravi@acme.in"),
        ("用户@例子.广告", "用户@例子.广告"),
    ],
)
def test_a_valid_address_is_stored_in_one_writing(raw: str, expected: str) -> None:
    assert normalise_email(raw) == expected


@pytest.mark.parametrize(
    "raw",
    [
        "logo@2x.png",
        "user@host",
        "git@github.com:org/repo.git",
        "yourname@yourdomain.com",
        "name@example.com",
        "a@b@c.in",
        "x..y@acme.in",
        "sales@acme.in\r\nBcc: z@acme.in",
        "email@domain.com",
        "react@18.2.0",
        "",
        None,
        "a" * 65 + "@acme.in",
    ],
)
def test_what_is_no_address_is_refused(raw: str | None) -> None:
    assert normalise_email(raw) is None


def test_reserved_addresses_need_permission() -> None:
    assert normalise_email("asha@clinic.example") is None
    assert normalise_email("asha@clinic.example", allow_reserved=True) == "asha@clinic.example"
    assert find_emails("asha@clinic.example") == []
    assert find_emails("asha@clinic.example", allow_reserved=True) == ["asha@clinic.example"]


@pytest.mark.parametrize(
    "text",
    [
        "Write to info@acme.in.",
        "mailto:info@acme.in?subject=Hi",
        "info [at] acme [dot] in",
        "info(at)acme.in",
        "info @ acme . in",
        "info&#64;acme&#46;in",
        "info\\u0040acme.in",
        "%20info@acme.in",
        "\\x3einfo@acme.in",
        "info＠acme.in",
        "info_at_acme_dot_in",
        "info at acme dot in",
        "E-mail: info at acme.in",
        "infoNOSPAM@acme.in",
        "info<b>@</b>acme.in",
        "ni.emca@ofni",
        "info@acme.in.Call us",
        "info@acme.inPhone",
        "info (at the rate) acme dot in",
        "info at the rate acme.in",
        "info @ acme dot in",
        "info[@]acme[.]in",
        "info <at> acme <dot> in",
        "info &lt;at&gt; acme &lt;dot&gt; in",
        "info ((at)) acme ((dot)) in",
        "info -(at)- acme.in",
        "info (a) acme.in",
        "info [at-sign] acme [period] in",
        "info (replace this with @) acme.in",
        "info*at*acme*dot*in",
        "info|at|acme|dot|in",
        "info arroba acme punto in",
        "info एट acme डॉट in",
        "info (ऐट) acme (डॉट) in",
        "info અેટ acme ડોટ in",
        "i n f o @ a c m e . i n",
        "info@REMOVE-THIS.acme.in",
        "in\u00adfo@\u200bacme.in",
        'info<span style="display: none">no</span>@acme.in',
        "info&commat;acme&period;in",
        '<a class="__cf_email__" data-cfemail="2a434c444f6a494f4904"></a> info{at}acme{dot}in',
    ],
)
def test_hidden_addresses_are_found(text: str) -> None:
    assert find_emails(text) == ["info@acme.in"]


def test_cloudflare_addresses_are_decoded() -> None:
    code = bytes([0x2A, *(byte ^ 0x2A for byte in b"info@acme.in")]).hex()
    assert find_emails(f'<span data-cfemail="{code}">[email&#160;protected]</span>') == ["info@acme.in"]


@pytest.mark.parametrize(
    "text",
    [
        "Look at acme.com",
        "logo@2x.png",
        "Available at acme.com",
        "Meet (a) friend",
        "noreply@acme.in",
        "@acme",
        "3 @ 40.00",
    ],
)
def test_ordinary_text_holds_no_address(text: str) -> None:
    assert find_emails(text) == []


def test_machines_addresses_are_told_from_peoples() -> None:
    assert is_automated("no-reply@acme.in")
    assert is_automated("605a7baede844d278b89dc95ae0a9123@sentry-next.wixpress.com")
    assert not is_automated("reply@acme.in")


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("https://www.acme.co.in/contact", "acme.co.in"),
        ("Sales@Mail.Acme.com", "acme.com"),
        ("www.acme.com", "acme.com"),
        ("ravi@gmail.com", ""),
        ("https://www.facebook.com/acme", ""),
        ("http://127.0.0.1:4150/site/acme/", ""),
        ("http://[::1]/", ""),
        ("acme.blogspot.com", "acme.blogspot.com"),
        ("asha@clinic.example", "clinic.example"),
        ("not a url", ""),
        ("http://[broken", ""),
        ("", ""),
    ],
)
def test_only_a_domain_of_its_own_names_a_business(raw: str, expected: str) -> None:
    assert registrable_domain(raw) == expected
