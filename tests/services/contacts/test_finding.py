"""Finding contacts: what a search finds, and that every way of finding gives the same pages."""

import itertools
import random

import pytest
from sqlalchemy.exc import IntegrityError

from services.contacts import walking
from services.contacts.actions import delete_contacts
from services.contacts.queries import each_selected, page_of_contacts
from services.contacts.types import ContactFilters, ContactRow, Selection
from services.contacts.words import needles
from services.core.errors import Invalid
from services.core.paging import Page, PageRequest, counted
from services.core.scope import Scope
from services.db import transaction
from services.models import Contact, ContactSource, OutreachStatus, VerificationStatus
from tests.support import add_contact, add_scraping_campaign


def page(scope: Scope, search: str = "", filters: ContactFilters | None = None, **request: object) -> Page[ContactRow]:
    with transaction(scope) as session:
        asked = PageRequest(search=search, **request)  # pyright: ignore
        return page_of_contacts(session, asked, filters or ContactFilters())


def names(scope: Scope, search: str = "", filters: ContactFilters | None = None, **request: object) -> list[str]:
    return [row.name for row in page(scope, search, filters, **request).rows]


WAYS = {
    "walking": {},
    "reading on": {"READ": 18, "FEW": 0},
    "gathering": {"WALKED": 3, "READ": 3},
    "looking up": {"WALKED": 3, "READ": 3, "FEW": 0},
}


@pytest.fixture(params=WAYS)
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Few contacts fill no page of 50 within three rows: then the indexes have to find them, one way or the other."""
    for name, value in WAYS[request.param].items():
        monkeypatch.setattr(walking, name, value)


@pytest.fixture
def rohan(alice: Scope, way: None) -> Contact:
    for number in range(8):
        add_contact(alice, name=f"Neighbour {number}", company="Elsewhere", quality_score=99)
    return add_contact(
        alice, name="Rohan Deshpande", company="Skyline R&D 100% (Pune)", phone="+919820041735", email="rd@sky_line.in"
    )


ANY_PART = """
r|ro|rohan|DESHP|pande|rohan sky|sky rohan|  rohan   deshpande |rd@sky|@sky_line.in|98200 417|098200-41735|+91 98200
|(98200) 41735|417 35|100%|r&d|(pune)|rohan\x00
"""
NO_PART = """%%%|_|sky%line|skyXline|ander rohan|an|d|"|'|" OR "|rohan*|\\|98 20 x"""


def test_a_search_finds_any_part_of_name_company_email_and_phone(alice: Scope, rohan: Contact) -> None:
    for search in ANY_PART.strip().split("|"):
        assert names(alice, search) == ["Rohan Deshpande"], search


def test_signs_are_only_signs_and_short_words_begin_something(alice: Scope, rohan: Contact) -> None:
    """ "d" is the beginning of no field, "an" of no word."""
    for search in NO_PART.split("|"):
        assert "Rohan Deshpande" not in names(alice, search), search


def test_a_very_long_search_and_half_a_character_find_nothing_and_break_nothing(alice: Scope, rohan: Contact) -> None:
    for search in ("z" * 5_000, "zq " * 300, "\ud800", "zq\ud800", "\u200b", "🙂🙂🙂"):
        assert names(alice, search) in ([], names(alice))


def test_hindi_is_found_in_any_part_too(alice: Scope, way: None) -> None:
    for number in range(8):
        add_contact(alice, name=f"प्रिया {number}", company="घर", quality_score=99)
    add_contact(alice, name="सुनील पाटील", company="पाटील प्रॉपर्टीज")
    for search in ("सु", "सुनील", "पाटी", "पाटील सुनी", "नील", "प्रॉपर्टीज"):
        assert names(alice, search) == ["सुनील पाटील"], search


def test_letters_beyond_ascii_match_whether_small_or_capital(alice: Scope, way: None) -> None:
    for number in range(8):
        add_contact(alice, name=f"Neighbour {number}", quality_score=99)
    add_contact(alice, name="Élodie Müller")
    for search in ("élodie", "ÉLODIE", "MÜLLER", "müll"):
        assert names(alice, search) == ["Élodie Müller"]


def test_the_index_follows_every_change(alice: Scope, rohan: Contact) -> None:
    with transaction(alice) as session:
        changed = session.get_one(Contact, rohan.id)
        changed.name, changed.phone = "Vikram Joshi", None
    assert (names(alice, "rohan"), names(alice, "98200")) == ([], [])
    assert names(alice, "vikram") == ["Vikram Joshi"]
    with transaction(alice) as session:
        session.get_one(Contact, rohan.id).outreach_status = OutreachStatus.SENT
    assert names(alice, "vikram") == ["Vikram Joshi"]
    with transaction(alice) as session:
        delete_contacts(session, alice, Selection(ids=(rohan.public_id,)))
    assert names(alice, "vikram") == []
    assert page(alice).total == 8


def test_what_is_rolled_back_is_not_found(alice: Scope, way: None) -> None:
    for number in range(8):
        add_contact(alice, name=f"Neighbour {number}")
    with pytest.raises(IntegrityError), transaction(alice) as session:
        session.add_all([Contact(name="Phantom", phone="+919"), Contact(name="Phantom", phone="+919")])
    assert names(alice, "phantom") == []


def test_nobody_finds_another_customers_contacts(alice: Scope, charlie: Scope, rohan: Contact) -> None:
    add_contact(charlie, name="Rohan Elsewhere")
    for search in ("rohan", "ro", "98200 41735", "\ue000\ue000\ue001"):
        assert "Rohan Deshpande" not in names(charlie, search)
    assert names(charlie, "rohan") == ["Rohan Elsewhere"]
    with transaction(charlie) as session:
        everything = Selection(everything=True, search="rohan")
        assert [contact.name for chunk in each_selected(session, everything) for contact in chunk] == [
            "Rohan Elsewhere"
        ]


def crowd(scope: Scope) -> list[Contact]:
    rng = random.Random(5)
    campaigns = [add_scraping_campaign(scope), add_scraping_campaign(scope)]
    made = [
        Contact(
            name=f"{rng.choice(['Asha', 'Ravi', 'Zoya'])} {number % 7}",
            company=rng.choice(["Royal Dental", "Royal Homes", "Metro Dental"]),
            city=rng.choice(["Pune", "Delhi"]),
            quality_score=rng.randrange(40, 100),
            source=rng.choice(list(ContactSource)),
            outreach_status=rng.choice([OutreachStatus.PENDING, OutreachStatus.SENT]),
            verification_status=rng.choice(list(VerificationStatus)),
            scrape_campaign_id=rng.choice(campaigns).id,
        )
        for number in range(60)
    ]
    with transaction(scope) as session:
        session.add_all(made)
    return made


FILTERS = [
    ContactFilters(),
    ContactFilters(city="Pune"),
    ContactFilters(city="Pune", verification=VerificationStatus.INVALID),
    ContactFilters(band="high"),
    ContactFilters(band="medium", source=ContactSource.MANUAL_IMPORT, outreach=OutreachStatus.SENT),
]


def fits(contact: Contact, filters: ContactFilters, search: str) -> bool:
    text = f"{contact.name} {contact.company}".lower()
    low, high = {"": (0, 100), "high": (80, 100), "medium": (60, 79)}[filters.band]
    return (
        all(word in text for word in search.split())
        and low <= contact.quality_score <= high
        and filters.city in {"", contact.city}
        and filters.source in {None, contact.source}
        and filters.outreach in {None, contact.outreach_status}
        and filters.verification in {None, contact.verification_status}
    )


KEYS = {
    "newest": lambda contact: (contact.id,),
    "score": lambda contact: (contact.quality_score, contact.id),
    "name": lambda contact: (contact.name, contact.id),
}
ORDERS = [("newest", True), ("score", True), ("score", False), ("name", False)]


def test_every_page_is_the_one_that_plain_sorting_would_give(alice: Scope, charlie: Scope, way: None) -> None:
    everyone = crowd(alice)
    crowd(charlie)
    for filters, search in itertools.product(FILTERS, ("", "dental", "dental asha")):
        fitting = [contact for contact in everyone if fits(contact, filters, search)]
        for order, down in ORDERS:
            seen: list[str] = []
            after = ""
            while True:
                found = page(alice, search, filters, order_by=order, descending=down, after=after, size=23)
                seen += [row.id for row in found.rows]
                assert found.total == len(fitting) or (found.is_least and found.total <= len(fitting))
                after = found.next_after
                if not after:
                    break
            assert seen == [one.public_id for one in sorted(fitting, key=KEYS[order], reverse=down)], (filters, order)
        chosen = Selection(everything=True, search=search, filters=filters)
        with transaction(alice) as session:
            ids = [contact.public_id for chunk in each_selected(session, chosen) for contact in chunk]
            assert ids == [contact.public_id for contact in fitting]


def test_every_filter_goes_with_every_order(alice: Scope, way: None) -> None:
    """One contact has it all, the others nothing: each way names an index, and each index has to be there."""
    campaign = add_scraping_campaign(alice)
    wanted = {
        "source": ContactSource.MANUAL_IMPORT,
        "outreach": OutreachStatus.RESPONDED,
        "verification": VerificationStatus.VERIFIED,
        "city": "Pune",
        "band": "high",
        "campaign": campaign.public_id,
    }
    add_contact(
        alice,
        name="Rohan",
        city="Pune",
        quality_score=91,
        source=ContactSource.MANUAL_IMPORT,
        outreach_status=OutreachStatus.RESPONDED,
        verification_status=VerificationStatus.VERIFIED,
        scrape_campaign_id=campaign.id,
    )
    for number in range(6):
        add_contact(alice, name=f"Asha {number}", city="Delhi", quality_score=50)
    for names_of in (*itertools.combinations(wanted, 1), *itertools.combinations(wanted, 2), tuple(wanted)):
        filters = ContactFilters(**{name: wanted[name] for name in names_of})  # pyright: ignore
        for order in ("newest", "score", "name"):
            assert names(alice, "", filters, order_by=order) == ["Rohan"], (names_of, order)
        assert names(alice, "roh", filters) == ["Rohan"]


def test_a_search_leaves_the_planner_as_it_was(alice: Scope, rohan: Contact) -> None:
    """Sorting is only off while an index is walked: what else the transaction asks may have to sort."""
    with transaction(alice) as session:
        page_of_contacts(session, PageRequest(search="rohan", order_by="score"), ContactFilters(band="high"))
        if session.get_bind().dialect.name == "postgresql":
            assert session.connection().exec_driver_sql("SHOW enable_sort").scalar_one() == "on"


def test_a_made_up_cursor_is_refused(alice: Scope) -> None:
    with pytest.raises(Invalid):
        page(alice, after="W10=")


def test_words_are_taken_apart() -> None:
    assert needles(" Royal  dental royal ") == ("royal", "dental")
    assert needles("r & co") == ("  r", "  &", " co")
    assert needles("0091 98200") == ("9198200",)
    assert needles("24 7") == (" 24", "  7")
    assert needles("  ") == ()
    assert len(needles("ab " * 100 + "cd " * 100)) <= 8


def test_counts_that_stopped_early_say_so() -> None:
    assert [counted(386), counted(386, is_least=True), counted(10_001), counted(51, is_least=True)] == [
        "386", "300+", "10,000+", "50+",
    ]  # fmt: skip
