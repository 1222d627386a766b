"""Names in Indian and Western order, with honours and degrees, in any script."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.cleaning import PersonName, clean_person_name, given_name, split_person_name


@pytest.mark.parametrize(
    ("written", "shown", "called", "family"),
    [
        ("Asha Rao", "Asha Rao", "Asha", "Rao"),
        ("SHRI. RAVI KUMAR JI", "Ravi Kumar", "Ravi", "Kumar"),
        ("smt. sunita devi", "Sunita Devi", "Sunita", "Devi"),
        ("Mr.Ravi Kumar", "Ravi Kumar", "Ravi", "Kumar"),
        ("M/s. Sharma", "Sharma", "Sharma", ""),
        ("DR ASHA RAO MBBS", "Dr. Asha Rao", "Asha", "Rao"),
        ("rao, dr. asha (MD)", "Dr. Asha Rao", "Asha", "Rao"),
        ("Asha Rao, Ph.D.", "Asha Rao", "Asha", "Rao"),
        ("Prof Dr R K Singh", "Prof. Dr. R.K. Singh", "Singh", ""),
        ("CA Anil Gupta", "CA Anil Gupta", "Anil", "Gupta"),
        ("Ca Anil", "Ca Anil", "Ca", "Anil"),
        ("Adv. Priya Nair", "Adv. Priya Nair", "Priya", "Nair"),
        ("Er Suresh Patel", "Er. Suresh Patel", "Suresh", "Patel"),
        ("Lt. Col. Vikram Batra", "Lt. Col. Vikram Batra", "Vikram", "Batra"),
        ("K.S. Ramakrishnan", "K.S. Ramakrishnan", "Ramakrishnan", ""),
        ("KS Chithra", "K.S. Chithra", "Chithra", ""),
        ("R VENKATESH", "R. Venkatesh", "Venkatesh", ""),
        ("Venkatesh R", "Venkatesh R.", "Venkatesh", ""),
        ("Mohd. Irfan", "Mohd. Irfan", "Irfan", ""),
        ("John F Kennedy", "John F. Kennedy", "John", "Kennedy"),
        ("Martin Luther King Jr.", "Martin Luther King Jr.", "Martin", "King"),
        ("JOHN MCDONALD", "John McDonald", "John", "McDonald"),
        ("o'brien, mary", "Mary O'Brien", "Mary", "O'Brien"),
        ("D'SOUZA", "D'Souza", "D'Souza", ""),
        ("anne-marie smith", "Anne-Marie Smith", "Anne-Marie", "Smith"),
        ("Ludwig van Beethoven", "Ludwig van Beethoven", "Ludwig", "van Beethoven"),
        ("VINCENT DE PAUL", "Vincent de Paul", "Vincent", "de Paul"),
        ("de la Cruz, Juan", "Juan de la Cruz", "Juan", "de la Cruz"),
        ('Asha "Ash" Rao', "Asha Rao", "Asha", "Rao"),
        ("ravi (owner)", "Ravi", "Ravi", ""),
        ("श्री राम कुमार", "राम कुमार", "राम", "कुमार"),
        ("श्रीमती सुनीता देवी जी", "सुनीता देवी", "सुनीता", "देवी"),
        ("डॉ. आशा राव", "डॉ. आशा राव", "आशा", "राव"),
        ("திரு ரமேஷ்", "ரமேஷ்", "ரமேஷ்", ""),
        ("李小龍", "李小龍", "李小龍", ""),
    ],
)
def test_a_name_is_shown_in_one_way_and_taken_apart(written: str, shown: str, called: str, family: str) -> None:
    assert clean_person_name(written) == shown
    assert (given_name(written), split_person_name(written).family) == (called, family)


@pytest.mark.parametrize(
    "written", ["", None, "N/A", "test", "Admin", "ravi@firm.in", "98450 12345", "www.firm.in", "-", "A", "null", "---"]
)
def test_what_is_no_name_stays_out(written: str | None) -> None:
    assert clean_person_name(written) == ""
    assert split_person_name(written) == PersonName()


@given(st.text(max_size=80))
def test_any_text_gives_a_clean_line(text: str) -> None:
    shown = clean_person_name(text)
    assert shown == " ".join(shown.split())
    assert not any(letter.isdecimal() for letter in shown)


@given(
    st.sampled_from(["", "Mr. ", "Dr. ", "Shri ", "SMT ", "CA "]),
    st.sampled_from(["Asha", "Venkatesh", "Jo", "Lakshmi"]),
    st.sampled_from(["Rao", "Iyer", "Al Nahyan", "D'Souza"]),
    st.sampled_from(["", ", MBBS", " MD", " ji"]),
)
def test_cleaning_twice_changes_nothing(before: str, first: str, last: str, after: str) -> None:
    once = clean_person_name(f"{before}{first} {last}{after}")
    assert clean_person_name(once) == once
    assert given_name(once) == first
