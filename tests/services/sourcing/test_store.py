"""Who is recognised as whom, and what a merge may change."""

from dataclasses import replace

import pytest
from sqlmodel import col, select

from services.core.scope import Scope
from services.db import reading, transaction
from services.models import Contact, Provenance, ScrapingCampaign
from services.providers.base import Fact, FoundContact
from services.scoring.rules import Audience
from services.sourcing.sighting import sighting
from services.sourcing.store import Counts, store_batch
from tests.support import add_scraping_campaign

ACME = FoundContact(
    email="info@acmedental.in",
    phone="098450 12345",
    company="Acme Dental",
    city="Bangalore",
    website="https://acmedental.in/",
    facts=(Fact("phone", "+919845012345", "https://acmedental.in/contact", "tel link"),),
)


@pytest.fixture
def campaign(alice: Scope) -> ScrapingCampaign:
    return add_scraping_campaign(alice)


def store(scope: Scope, campaign: ScrapingCampaign, *finds: FoundContact, most_new: int = 100) -> Counts:
    with transaction(scope) as session:
        return store_batch(session, campaign, Audience(), [sighting(found, "IN") for found in finds], most_new)


def stored(scope: Scope) -> list[Contact]:
    with reading(scope) as session:
        return list(session.exec(select(Contact).order_by(col(Contact.id))))


def test_a_find_is_stored_in_one_spelling(alice: Scope, campaign: ScrapingCampaign) -> None:
    assert store(alice, campaign, ACME) == Counts(1, 1, 0, 0)
    contact = stored(alice)[0]
    assert (contact.phone, contact.email, contact.city) == ("+919845012345", "info@acmedental.in", "Bengaluru")
    assert (contact.domain, contact.is_sandbox, contact.scrape_campaign_id) == ("acmedental.in", False, campaign.id)


@pytest.mark.parametrize(
    "again",
    [
        FoundContact(phone="+91 98450 12345", name="Asha Rao", title="Owner"),
        FoundContact(email="INFO@acmedental.in", name="Asha Rao", title="Owner"),
        FoundContact(phone="080 2555 5684", company="ACME DENTAL Pvt. Ltd.", website="http://www.acmedental.in/about",
                     name="Asha Rao", title="Owner"),
    ],
    ids=["phone", "e-mail", "domain and name"],
)  # fmt: skip
def test_a_second_sighting_fills_gaps_and_keeps_what_was_known(
    alice: Scope, campaign: ScrapingCampaign, again: FoundContact
) -> None:
    again = replace(again, facts=(Fact("name", "Asha Rao", "https://acmedental.in/team", "text"),))
    assert store(alice, campaign, ACME, again) == Counts(2, 1, 1, 0)
    contact = stored(alice)[0]
    assert (contact.name, contact.title, contact.company) == ("Asha Rao", "Owner", "Acme Dental")
    assert (contact.phone, contact.email) == ("+919845012345", "info@acmedental.in")
    with reading(alice) as session:
        assert {origin.source_url for origin in session.exec(select(Provenance))} == {
            "https://acmedental.in/contact",
            "https://acmedental.in/team",
        }


def test_branches_in_two_cities_and_other_names_on_a_domain_stay_apart(
    alice: Scope, campaign: ScrapingCampaign
) -> None:
    pune = replace(ACME, phone="98450 12346", email="", city="Pune")
    other = replace(ACME, phone="98450 12347", email="", company="Acme Labs")
    assert store(alice, campaign, ACME, pune, other).added == 3


def test_an_address_that_another_contact_holds_stays_there(alice: Scope, campaign: ScrapingCampaign) -> None:
    mailbox = FoundContact(email="desk@other.in", company="Other")
    both = FoundContact(phone="98450 12345", email="desk@other.in")
    assert store(alice, campaign, replace(ACME, email=""), mailbox, both) == Counts(3, 2, 1, 0)
    assert [contact.email for contact in stored(alice)] == [None, "desk@other.in"]


def test_whoever_cannot_be_reached_is_rejected(alice: Scope, campaign: ScrapingCampaign) -> None:
    assert store(alice, campaign, FoundContact(company="Silent", phone="12345", email="logo@2x.png")).rejected == 1
    assert store(alice, campaign, FoundContact(email="asha@clinic.example")).rejected == 1


def test_the_cap_counts_new_contacts_only(alice: Scope, campaign: ScrapingCampaign) -> None:
    others = [FoundContact(phone=f"98450 1235{number}") for number in range(3)]
    assert store(alice, campaign, ACME, ACME, *others, most_new=2) == Counts(3, 2, 1, 0)


def test_the_same_business_may_be_found_by_two_customers(alice: Scope, charlie: Scope) -> None:
    for scope in (alice, charlie):
        assert store(scope, add_scraping_campaign(scope), ACME).added == 1
        assert len(stored(scope)) == 1


def test_odd_characters_are_stored_on_every_database(alice: Scope, campaign: ScrapingCampaign) -> None:
    odd = replace(ACME, name="Asha\x00\n Rao", facts=(Fact("name", "Asha\x00Rao", "https://x.in", "text"),))
    store(alice, campaign, odd)
    assert stored(alice)[0].name == "Asha Rao"
