"""What is asked of Overpass, and that nobody's words can change the question."""

import pytest

from services.providers.overpass.industries import labels_of, tags_for
from services.providers.overpass.query import build_query

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
