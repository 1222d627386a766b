"""What is asked of Overpass, and that nobody's words can change the question."""

import re
from collections import Counter
from pathlib import Path

import pytest

from services.playbooks.finding import PLAYBOOKS
from services.playbooks.types import Playbook
from services.providers.overpass import industries
from services.providers.overpass.industries import labels_of, tags_for
from services.providers.overpass.query import build_query, count_query

TABLE = Path(industries.__file__).parent / "industries.txt"
INDIAN_TRADES = """
real estate|office=estate_agent
dental clinics|amenity=dentist
clinics|amenity=clinic
hospitals|amenity=hospital
pharmacies|amenity=pharmacy
chemists|amenity=pharmacy
diagnostic labs|healthcare=laboratory
restaurants|amenity=restaurant
cafes|amenity=cafe
bakeries|shop=bakery
bakery|shop=bakery
caterers|craft=caterer
hotels|tourism=hotel
schools|amenity=school
coaching classes|amenity=prep_school
Education and training|amenity=training
driving schools|amenity=driving_school
gyms|leisure=fitness_centre
yoga studios|leisure=fitness_centre
beauty salons|shop=beauty
furniture shops|shop=furniture
interior designers|office=interior_design
architects|office=architect
electronics shops|shop=electronics
boutiques|shop=boutique
jewellers|shop=jewelry
grocery stores|shop=supermarket
car dealers|shop=car
garages|shop=car_repair
travel agencies|shop=travel_agency
law firms|office=lawyer
chartered accountants|office=accountant
insurance agents|office=insurance
IT services|office=it
software companies|office=it
marketing agencies|office=marketing
wedding planners|office=event_management
photographers|craft=photographer
manufacturers|man_made=works
hardware shops|shop=hardware
electricians|craft=electrician
plumbers|craft=plumber
solar installers|office=energy_supplier
packers and movers|office=moving_company
recruitment agencies|office=employment_agency
NGOs|office=ngo
companies|office=company
IT companies|office=it
insurance companies|office=insurance
banks|amenity=bank
CA and accounting|office=accountant
petrol pumps|amenity=fuel
bars|amenity=bar
barbers|shop=hairdresser
car washing|amenity=car_wash
carpenters|craft=carpenter
gold loans|shop=pawnbroker
medical equipment suppliers|shop=medical_supply
दंत चिकित्सक|amenity=dentist
वकील|office=lawyer
सीए|office=accountant
कोचिंग सेंटर|amenity=prep_school
होटल और रेस्टोरेंट|tourism=hotel
अस्पताल|amenity=hospital
किराना दुकान|shop=supermarket
vakil|office=lawyer
halwai aur bakery|shop=bakery
"""


@pytest.mark.parametrize("line", INDIAN_TRADES.strip().splitlines())
def test_every_usual_trade_has_its_tags(line: str) -> None:
    industry, _, tag = line.partition("|")
    assert tuple(tag.split("=")) in tags_for(industry)


def test_the_longest_and_first_word_decides() -> None:
    assert ("amenity", "school") not in tags_for("driving school")
    assert ("amenity", "clinic") not in tags_for("dental clinics")
    assert {("tourism", "hotel"), ("amenity", "restaurant")} <= set(tags_for("hotels and restaurants"))
    assert tags_for("alpaca shearing") == []


def test_several_industries_are_told_apart() -> None:
    assert labels_of("Dental clinics, Gyms;Gyms") == ["Dental clinics", "Gyms"]


def test_every_spelling_of_the_city_is_asked_for_inside_the_country() -> None:
    query = build_query("dentists", "Bangalore", "IN")
    assert '["name"="Bengaluru"]' in query
    assert '["name"="Bangalore"]' in query
    assert 'area["ISO3166-1"="IN"]["admin_level"="2"]->.country;' in query
    assert 'nwr["amenity"="dentist"]["name"](area.country)(area.city);' in query


def test_unknown_trades_are_sought_by_name() -> None:
    assert 'nwr["name"~"alpaca shearer",i]' in build_query("Alpaca shearers", "Pune", "IN")
    assert 'nwr["name"~"alpaca",i]' in build_query("", "Pune", "IN", ("Alpaca",))


@pytest.mark.parametrize("evil", ['Pune"];node(1);out;//', "Pune\\", 'Pune\n"', "Pune\x00"])
def test_nobodys_words_leave_their_quotes(evil: str) -> None:
    query = build_query(evil, evil, evil)
    outside = query.replace("\\\\", "").replace('\\"', "")
    assert outside.count('"') % 2 == 0
    assert "node(1)" not in "".join(outside.split('"')[::2])
    assert not any(ord(letter) < 32 for letter in query)


def test_the_table_is_wide_and_its_tags_are_tags() -> None:
    rows = [line for line in TABLE.read_text("utf-8").splitlines() if not line.startswith("#")]
    assert len(rows) >= 100
    for row in rows:
        words, _, tags = row.partition("|")
        assert all(word.strip() == word.strip().lower() and word.strip() for word in words.split(",")), row
        assert tags.split(), row
        for tag in tags.split():
            assert re.fullmatch(r"[a-z_]+=[a-z_]+", tag), tag


def test_no_word_stands_for_two_industries() -> None:
    rows = [line.partition("|")[0] for line in TABLE.read_text("utf-8").splitlines() if not line.startswith("#")]
    words = [word.strip() for row in rows for word in row.split(",")]
    assert [word for word, number in Counter(words).items() if number > 1] == []


@pytest.mark.parametrize("playbook", PLAYBOOKS, ids=lambda playbook: playbook.slug)
def test_what_playbooks_suggest_can_be_searched_for(playbook: Playbook) -> None:
    assert all(tags_for(industry) for industry in playbook.search_industries)


@pytest.mark.parametrize(
    ("asked", "others"),
    [
        ("Bangalore", {"Bengaluru", "Bangalore"}),
        ("Bombay", {"Mumbai", "Bombay"}),
        ("Calcutta", {"Kolkata", "Calcutta"}),
        ("Poona", {"Pune", "Poona"}),
        ("Gurgaon", {"Gurugram", "Gurgaon"}),
        ("Trivandrum", {"Thiruvananthapuram", "Trivandrum"}),
        ("पुणे", {"Pune"}),
    ],
)
def test_a_city_is_sought_under_its_names(asked: str, others: set[str]) -> None:
    query = build_query("hotels", asked, "IN")
    assert others <= set(re.findall(r'\["name"="([^"]+)"\]\s*;', query))


def test_the_number_is_asked_of_the_same_question() -> None:
    wanted, counted = build_query("gyms", "Pune", "IN"), count_query("gyms", "Pune", "IN")
    assert counted.endswith(";out count;")
    plain = re.sub(r'\[~"[^"]*"~"\."\]', "", counted)
    assert plain != counted
    assert plain.removesuffix("out count;") == wanted[: wanted.index("out tags")]
