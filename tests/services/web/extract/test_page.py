"""What a page says is found however it is written, and how it was read is kept."""

import pytest

from services.web.extract import PageFacts, Person, Reading, read_page

CONTACT = """<!doctype html><html lang="en-IN"><head><title>Contact us | Acme Dental Care</title>
<meta property="og:site_name" content="Acme Dental Care"></head><body>
<img src="logo@2x.png" alt="Acme Dental Care logo">
<h1>Contact us</h1>
<p>Dr. Asha Rao, Chief Dentist<br>Ravi Menon - Practice Manager</p>
<p>12 MG Road, Bangalore 560 001, Karnataka</p>
<table><tr><th>Branch</th><th>Phone</th><th>Fax</th></tr>
<tr><td>MG Road</td><td>080 2555 5684</td><td>080 2555 5685</td></tr></table>
<p>Mobile: <a href="tel:+919845012345">98450 12345</a> <a href="https://wa.me/919845012346">WhatsApp</a></p>
<p>Tel/Fax: 080-41234567. Toll Free Fax: 080-41234568</p>
<p><a href="mailto:hello@acmedental.in?subject=Hi">Write to us</a>, asha [at] acmedental [dot] in</p>
<script>document.write('<a href="mai' + 'lto:desk' + '@' + 'acmedental.in">');</script>
<footer>&copy; 2019-2026 Acme Dental Care Pvt. Ltd. All rights reserved. Tracking id 5f8a</footer>
</body></html>"""


@pytest.fixture
def page() -> PageFacts:
    return read_page(CONTACT, "https://www.acmedental.in/contact")


def values(readings: tuple[Reading, ...]) -> list[str]:
    return [reading.value for reading in readings]


def test_emails_come_with_the_way_they_were_read(page: PageFacts) -> None:
    assert page.emails == (
        Reading("hello@acmedental.in", "mailto link"),
        Reading("asha@acmedental.in", "text"),
    )
    assert page.scripted == (Reading("desk@acmedental.in", "script"),)
    assert page.addresses == (*page.emails, *page.scripted)


def test_phones_are_told_from_faxes(page: PageFacts) -> None:
    assert page.phones[:2] == (Reading("+919845012345", "tel link"), Reading("+919845012346", "whatsapp link"))
    assert values(page.phones[2:]) == ["+918025555684", "+918041234567"]
    assert values(page.faxes) == ["+918025555685", "+918041234568"]


def test_the_company_the_people_and_the_place_are_found(page: PageFacts) -> None:
    assert page.company == "Acme Dental Care"
    assert Person("Dr. Asha Rao", "Chief Dentist") in page.people
    assert Person("Ravi Menon", "Practice Manager") in page.people
    assert (page.city, values(page.states)) == ("Bengaluru", ["Karnataka"])


@pytest.mark.parametrize(
    "markup",
    [
        """<script type="application/ld+json">{"@graph":[{"@type":"WebSite","name":"Home"},{"@type":["Dentist"],
        "name":"Acme Dental","telephone":"080 2555 5684","email":"mailto:hi@acme.in",
        "address":{"@type":"PostalAddress","addressLocality":"Bangalore"}}]}</script>""",
        """<script type="application/ld+json"><!-- {"@type":"Organization","name":"Acme Dental", /* old */
        "contactPoint":[{"telephone":"+91 80 2555 5684","email":"hi@acme.in"}],
        "address":"12 MG Road, Bangalore, Karnataka 560001",} --></script>""",
        """<div itemscope itemtype="https://schema.org/Dentist" itemref="where"><b itemprop="name">Acme Dental</b>
        <a itemprop="email" href="mailto:hi@acme.in">mail</a>
        <meta itemprop="telephone" content="+918025555684"></div>
        <p id="where" itemprop="address" itemscope><span itemprop="addressLocality">Bangalore</span></p>""",
        """<div vocab="https://schema.org/" typeof="LocalBusiness"><b property="name">Acme Dental</b>
        <i property="email">hi@acme.in</i><i property="telephone">+918025555684</i>
        <p property="address" typeof="PostalAddress"><i property="addressLocality">Bangalore</i></p></div>""",
        """<div class="h-card"><a class="p-name" href="/">Acme Dental</a>
        <a class="u-email" href="mailto:hi@acme.in">x</a><i class="p-tel">+918025555684</i>
        <i class="p-locality">Bangalore</i></div>""",
        """<div class="vcard"><b class="fn org">Acme Dental</b>
        <a class="email" href="mailto:hi@acme.in">x</a>
        <i class="tel">+918025555684</i><p class="adr"><i class="locality">Bangalore</i></p></div>""",
    ],
)
def test_every_markup_gives_the_same_contact(markup: str) -> None:
    page = read_page(f"<html><head><title>Welcome to our home page</title></head><body>{markup}</body></html>")
    assert values(page.emails) == ["hi@acme.in"]
    assert values(page.phones) == ["+918025555684"]
    assert (page.company, page.city) == ("Acme Dental", "Bengaluru")


@pytest.mark.parametrize(
    "html",
    ["", "<", "<html>", "\x00\x00", "not html at all", "<p>" * 5000,
     '<script type="application/ld+json">{"a":</script>',
     '<a href="http://[bad">x</a><a href="mailto:">y</a>', "<title></title><body>©</body>", "🦷" * 100],
)  # fmt: skip
def test_broken_pages_give_nothing_and_no_error(html: str) -> None:
    page = read_page(html, "https://acme.in/")
    assert (page.emails, page.phones) == ((), ())


def test_pictures_and_prices_are_no_contacts() -> None:
    page = read_page("<img src='logo@2x.png'><p>icon@3x.svg ₹ 9,84,50,123 no 20261122001, PIN 560001</p>")
    assert (page.emails, page.phones, page.faxes) == ((), (), ())


def test_the_pages_own_country_reads_its_numbers() -> None:
    american = "<p>12 Elm Street, Springfield, IL 62701. Call (217) 555-0123 or 217-544-2000</p>"
    assert "+12175442000" in values(read_page(american).phones)
    assert values(read_page("<p>Call 020 7946 0018</p>", "https://acme.co.uk/").phones) == ["+442079460018"]


def test_reserved_addresses_are_read_only_on_request() -> None:
    html = "<a href='mailto:asha@clinic.example'>x</a>"
    assert read_page(html).emails == ()
    assert values(read_page(html, allow_reserved=True).emails) == ["asha@clinic.example"]
