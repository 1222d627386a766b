"""Cities and states in any spelling and script come out in one."""

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.cleaning import Place, city_spellings, large_cities, normalise_city, normalise_state, states_of
from services.cleaning.gazetteer import gazetteer_of, spelling_key


@pytest.mark.parametrize(
    ("written", "city", "state"),
    [
        ("bangalore ", "Bengaluru", "Karnataka"),
        ("BOMBAY", "Mumbai", "Maharashtra"),
        ("Poona", "Pune", "Maharashtra"),
        ("पुणे", "Pune", "Maharashtra"),
        ("मुंबई", "Mumbai", "Maharashtra"),
        ("मुम्बई", "Mumbai", "Maharashtra"),
        ("बेंगलुरु", "Bengaluru", "Karnataka"),
        ("देहरादून", "Dehradun", "Uttarakhand"),
        ("ಬೆಂಗಳೂರು", "Bengaluru", "Karnataka"),
        ("சென்னை", "Chennai", "Tamil Nadu"),
        ("চেন্নাই", "Chennai", "Tamil Nadu"),
        ("Gurgaon, India", "Gurugram", "Haryana"),
        ("Mumbai 400 001", "Mumbai", "Maharashtra"),
        ("Coimbatore-641001", "Coimbatore", "Tamil Nadu"),
        ("Navi Mumbai", "Navi Mumbai", "Maharashtra"),
        ("Greater Noida", "Greater Noida", "Uttar Pradesh"),
        ("Pimpri Chinchwad", "Pimpri-Chinchwad", "Maharashtra"),
        ("Hubli-Dharwad", "Hubballi", "Karnataka"),
        ("Andheri (E), Mumbai 400 093", "Mumbai", "Maharashtra"),
        ("WHITEFIELD, BANGALORE", "Bengaluru", "Karnataka"),
        ("Bengaluru, Karnataka 560 001", "Bengaluru", "Karnataka"),
        ("Bengaluru Urban", "Bengaluru", "Karnataka"),
        ("Thane West", "Thane", "Maharashtra"),
        ("South Delhi", "Delhi", "Delhi"),
        ("Dist. Satara", "Satara", "Maharashtra"),
        ("Trivandrum, KL", "Thiruvananthapuram", "Kerala"),
        ("Banglore", "Bengaluru", "Karnataka"),
        ("Hydrabad", "Hyderabad", "Telangana"),
        ("Aurangabad", "Chhatrapati Sambhajinagar", "Maharashtra"),
        ("Goa", "Goa", "Goa"),
        ("Kerala, India", "", "Kerala"),
        ("Hamlet Nobody Knows", "Hamlet Nobody Knows", ""),
        ("McLean", "McLean", ""),
        ("pune, shivaji nagar", "Pune", "Maharashtra"),
        ("N/A", "", ""),
        ("-", "", ""),
        (None, "", ""),
    ],
)
def test_a_city_has_one_spelling(written: str | None, city: str, state: str) -> None:
    assert normalise_city(written) == Place(city, state)


@pytest.mark.parametrize(
    ("city", "region", "state", "expected"),
    [
        ("Bilaspur", "IN", "", Place("Bilaspur", "Chhattisgarh")),
        ("Bilaspur", "IN", "HP", Place("Bilaspur", "Himachal Pradesh")),
        ("Aurangabad", "IN", "bihar", Place("Aurangabad", "Bihar")),
        ("Bijapur", "IN", "Chhattisgarh", Place("Bijapur", "Chhattisgarh")),
        ("Portland", "US", "ME", Place("Portland", "Maine")),
        ("portland, or", "US", "", Place("Portland", "Oregon")),
        ("Springfield", "US", "", Place("Springfield", "")),
        ("LONDON", "GB", "", Place("London", "England")),
        ("Some Place", "IN", "mh", Place("Some Place", "Maharashtra")),
        ("", "IN", "Orissa", Place("", "Odisha")),
        ("lima", "PE", "", Place("Lima", "")),
    ],
)
def test_the_state_tells_namesakes_apart(city: str, region: str, state: str, expected: Place) -> None:
    assert normalise_city(city, region, state) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("MH", "Maharashtra"),
        ("orissa", "Odisha"),
        ("J & K", "Jammu and Kashmir"),
        ("Tamilnadu", "Tamil Nadu"),
        ("महाराष्ट्र", "Maharashtra"),
        ("Karnataka State", "Karnataka"),
        ("Atlantis", "Atlantis"),
        ("", ""),
    ],
)
def test_a_state_has_one_spelling(written: str, expected: str) -> None:
    assert normalise_state(written) == expected


def test_all_states_are_known_to_the_tables() -> None:
    assert len(states_of("IN")) == 36
    for region in ("IN", "US", "CA", "AU", "GB"):
        letters = {city.state for city in gazetteer_of(region).cities}
        assert all(normalise_state(one, region) in states_of(region) for one in letters - {""}), region


def test_sources_may_ask_for_the_usual_spellings() -> None:
    assert city_spellings("Bangalore")[:2] == ["Bengaluru", "Bangalore"]
    assert city_spellings("Mumbai")[:2] == ["Mumbai", "Bombay"]
    assert city_spellings("Hamlet Nobody Knows") == ["Hamlet Nobody Knows"]
    assert city_spellings("") == []


def test_large_cities_are_offered_once_each() -> None:
    names = large_cities()
    assert names[:3] == ["Mumbai", "Delhi", "Bengaluru"]
    assert len(names) == len(set(names)) > 400


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # the first call reads a table
@given(st.text(max_size=60), st.sampled_from(["IN", "US", "", "xx/../.."]))
def test_any_text_gives_a_place_that_stays_as_it_is(text: str, region: str) -> None:
    place = normalise_city(text, region)
    assert normalise_city(place.city, region, place.state) in (place, Place(place.city, place.state))
    assert spelling_key(text) == spelling_key(text.upper().lower()) or not text.isascii()


def test_twenty_thousand_cities_a_second() -> None:
    texts = [f"{city.name}, {number}" for number, city in enumerate(gazetteer_of("IN").cities[:4000])]
    started = time.perf_counter()
    for text in texts:
        normalise_city(text)
    assert len(texts) / (time.perf_counter() - started) > 5_000  # four times that on an idle machine
