"""Marked-up contacts in the shapes that sites really write them in."""

import json
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.web.extract import PageFacts, read_page
from services.web.extract.jsonld import objects_in

CLINIC = {
    "@type": "Dentist", "name": "Sharma Dental Clinic", "telephone": "+91 98450 12345", "email": "info@sharmadental.in",
    "address": {"@type": "PostalAddress", "addressLocality": "Pune", "addressRegion": "MH", "postalCode": "411001"},
}  # fmt: skip
INNER = json.dumps(CLINIC)[1:-1]


def read(markup: str) -> PageFacts:
    return read_page(f"<html><head><title>Welcome</title></head><body>{markup}</body></html>")


def script(text: str) -> str:
    return f'<script type="application/ld+json">{text}</script>'


def summary(page: PageFacts) -> tuple[set[str], set[str], str, str]:
    return {one.value for one in page.emails}, {one.value for one in page.phones}, page.company, page.city


EXPECTED = ({"info@sharmadental.in"}, {"+919845012345"}, "Sharma Dental Clinic", "Pune")


@pytest.mark.parametrize(
    "text",
    [
        json.dumps(CLINIC),
        json.dumps({"@graph": [{"@type": "WebSite", "name": "A site"}, CLINIC]}),
        json.dumps([{"@type": "BreadcrumbList", "name": "Trail"}, CLINIC]),
        json.dumps({"@type": "ContactPage", "name": "Contact", "mainEntity": CLINIC}),
        json.dumps({"@type": "Article", "headline": "How to brush", "publisher": CLINIC}),
        json.dumps({"@type": "Product", "name": "Brush", "brand": {"name": "Shiny"}, "offers": {"seller": CLINIC}}),
        json.dumps({**CLINIC, "areaServed": {"@type": "City", "name": "X", "address": {"addressLocality": "Mumbai"}}}),
        json.dumps({"areaServed": {"address": {"addressLocality": "Mumbai"}}, **CLINIC}),
        json.dumps(json.dumps(CLINIC)),
        json.dumps(CLINIC).replace('"', "&quot;"),
        json.dumps(CLINIC).replace('"', "'"),
        json.dumps(CLINIC)[:-2],
        '{"@type":"WebSite","name":"w"}' + json.dumps(CLINIC),
        f"/* ours */ {{ // the clinic\n{INNER}, }};",
        f"<!-- {{{INNER}}} -->",
        f"//<![CDATA[\n{{{INNER}}}\n//]]>",
        f'{{"description":"two\nlines",{INNER}}}',
        '{@type:"Dentist",name:"Sharma Dental Clinic",telephone:"+919845012345",email:"info@sharmadental.in",'
        'address:{addressLocality:"Pune"}}',
    ],
)
def test_json_ld_is_read_also_when_it_is_broken(text: str) -> None:
    assert summary(read(script(text))) == EXPECTED


@pytest.mark.parametrize(
    "markup",
    [
        """<div itemscope><b itemprop="name">Sharma Dental Clinic</b> <i itemprop="telephone">98450 12345</i>
        <i itemprop="email">info@sharmadental.in</i>
        <p itemprop="address" itemscope><i itemprop="addressLocality">Pune</i></p></div>""",
        """<div itemscope itemtype="https://schema.org/Dentist" itemref="a b">
        <b itemprop="name">Sharma Dental Clinic</b></div>
        <p id="a"><i itemprop="telephone" content="+919845012345">ring</i>
        <meta itemprop="email" content="info@sharmadental.in"></p>
        <p id="b" itemprop="address" itemscope itemtype="https://schema.org/PostalAddress">
        <i itemprop="addressLocality">Pune</i></p>""",
        """<div vocab="https://schema.org/" typeof="Dentist"><b property="name">Sharma Dental Clinic</b>
        <a property="telephone" href="tel:+919845012345">ring</a>
        <a property="email" href="mailto:info@sharmadental.in">write</a>
        <p property="address" typeof="PostalAddress"><i property="addressLocality">Pune</i></p></div>""",
        """<div class="vcard"><b class="fn org">Sharma Dental Clinic</b>
        <i class="tel"><i class="type">work</i> <i class="value">+91 98450 12345</i></i>
        <a class="email" href="mailto:info@sharmadental.in">write</a>
        <p class="adr"><i class="locality">Pune</i></p></div>""",
        """<div class="h-card"><b class="p-name p-org">Sharma Dental Clinic</b> <i class="p-tel">+91 98450 12345</i>
        <a class="u-email" href="mailto:info@sharmadental.in">write</a>
        <p class="p-adr h-adr"><i class="p-locality">Pune</i></p></div>""",
    ],
)
def test_microdata_rdfa_and_microformats_are_read(markup: str) -> None:
    assert summary(read(markup)) == EXPECTED


def test_contact_data_of_open_graph_are_read() -> None:
    head = "".join(
        f'<meta property="{name}" content="{value}">'
        for name, value in {
            "og:site_name": "Sharma Dental Clinic",
            "business:contact_data:locality": "Pune",
            "business:contact_data:phone_number": "+919845012345",
            "business:contact_data:email": "info@sharmadental.in",
        }.items()
    )
    assert summary(read_page(f"<head>{head}</head><body>Hi</body>")) == EXPECTED


def test_those_who_wrote_a_review_are_not_the_firm_s_people() -> None:
    reviewed = {**CLINIC, "review": [{"author": {"@type": "Person", "name": "Kiran Patil"}}]}
    assert read(script(json.dumps(reviewed))).people == ()


def test_an_address_glued_to_a_number_is_read_once() -> None:
    page = read('<b>Tel</b><b>9845012345</b><a href="mailto:info@sharmadental.in">info@sharmadental.in</a>')
    assert [one.value for one in page.emails] == ["info@sharmadental.in"]


@given(
    st.recursive(
        st.none() | st.booleans() | st.text(string.printable, max_size=12),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(max_size=6), inner),
        max_leaves=12,
    )
)
def test_sound_json_is_read_as_it_is(value: object) -> None:
    text = json.dumps({"wrapped": value})
    assert objects_in(text) == [{"wrapped": value}]


@given(st.text("{}[]:,'\"/*<!->\\ntruefals @a1", max_size=120))
def test_any_script_is_read_without_an_error(text: str) -> None:
    assert isinstance(objects_in(text), list)
