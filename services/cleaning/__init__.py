"""Clean contacts: every value in one spelling, or a word about what is wrong with it. No network, no rows."""

from services.cleaning.emails import EmailVerdict, judge_email
from services.cleaning.people import PersonName, clean_person_name, given_name, split_person_name
from services.cleaning.places import Place, city_spellings, large_cities, normalise_city
from services.cleaning.states import normalise_state, states_of
from services.core.phones import normalise_phone

__all__ = [
    "EmailVerdict",
    "PersonName",
    "Place",
    "city_spellings",
    "clean_person_name",
    "given_name",
    "judge_email",
    "large_cities",
    "normalise_city",
    "normalise_phone",
    "normalise_state",
    "split_person_name",
    "states_of",
]
