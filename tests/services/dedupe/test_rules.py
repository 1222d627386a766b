"""Spellings, roles and clusters: rules without I/O."""

import pytest

from services.dedupe.clusters import clusters
from services.dedupe.evidence import as_date, day, email, name_word, phone
from services.dedupe.roles import Role, roles_of
from services.dedupe.sets import cluster_records
from services.dedupe.text import address_words, company_words, skeleton


@pytest.mark.parametrize(
    "spellings",
    [
        ["Choudhary", "Chaudhari", "Chowdhury", "Chaudhry", "Chaudhary"],
        ["Laxmi", "Lakshmi"],
        ["Mukherjee", "Mukherji"],
        ["Venkatesh", "Wenkatesh"],
        ["Aggarwal", "Agarwal"],
        ["Shetty", "Setti"],
    ],
)
def test_transliterations_of_a_name_fall_into_one_block(spellings: list[str]) -> None:
    assert len({skeleton(name.lower()) for name in spellings}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("M/s Shree Laxmi Enterprises Pvt. Ltd.", "Sri Lakshmi Enterprise"),
        ("Sharma & Co", "SHARMA AND COMPANY"),
        ("Café Coffee Day", "cafe coffee day"),
        ("Arnie's Dental Centre", "Arnies Dental Center"),
    ],
)
def test_legal_forms_and_spellings_do_not_set_companies_apart(one: str, other: str) -> None:
    assert company_words(one) == company_words(other)


def test_a_name_of_legal_words_alone_keeps_them() -> None:
    assert company_words("The Company") == ("the", "company")


def test_streets_are_read_in_one_spelling() -> None:
    assert address_words("12, 5th Cross Rd., Indiranagar") == address_words("No. 12 Fifth Cross Road, Indiranagar")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1971-06-24", (1971, 6, 24)),
        ("24/06/1971", (1971, 6, 24)),
        ("06/24/1971", (1971, 6, 24)),
        ("19710624", (1971, 6, 24)),
    ],
)
def test_dates_are_read_in_the_usual_orders(text: str, expected: tuple[int, int, int]) -> None:
    read = as_date(text)
    assert read is not None
    assert (read.year, read.month, read.day) == expected


def test_what_is_no_date_is_none() -> None:
    assert as_date("1971-13-45") is None
    assert as_date("soon") is None


def test_levels_order_likeness() -> None:
    birthdays = [as_date(text) for text in ("1971-06-24", "1971-05-24", "1971-07-20", "1990-01-02")]
    first = birthdays[0]
    assert first
    levels = [day(first, other) for other in birthdays if other]
    assert levels == sorted(levels)
    assert levels[0] < levels[1] < levels[3]
    assert [name_word("robert", other) for other in ("robert", "robrt", "green")] == [0, 2, 5]
    assert name_word("r", "robert") == 3
    assert phone("9845012345", "9845012354") == 1
    assert email(("asha", "acme.in"), ("asha", "acme.im")) == 1
    assert email(("asha", "acme.in"), ("accounts", "acme.in")) == 3


def test_roles_are_told_from_names_and_else_from_values() -> None:
    columns = ("Rec_ID", "FirstName", "Surname", "x1", "x2", "x3")
    asha = ("1", "Asha", "Rao", "asha@acme.in", "1990-02-03", "+91 98450 12345")
    ravi = ("2", "Ravi", "", "ravi@acme.in", "1991-02-03", "080 2555 5684")
    rows = [dict(zip(columns, values, strict=True)) for values in (asha, ravi)]
    assert roles_of(rows) == {
        "Rec_ID": Role.IGNORED,
        "FirstName": Role.PERSON,
        "Surname": Role.PERSON,
        "x1": Role.EMAIL,
        "x2": Role.DATE,
        "x3": Role.PHONE,
    }


def test_a_full_name_beside_its_parts_is_no_second_witness() -> None:
    rows = [{"first_name": "Asha", "last_name": "Rao", "name": "Asha Rao"}, {"first_name": "Om", "name": "Om"}]
    assert roles_of(rows)["name"] is Role.IGNORED


def test_a_bare_name_is_a_persons_beside_a_birthday_and_else_a_firms() -> None:
    assert roles_of([{"name": "Asha Rao", "dob": "1990-02-03"}])["name"] is Role.PERSON
    assert roles_of([{"name": "Asha Sweets", "city": "Pune"}])["name"] is Role.COMPANY


def test_a_chain_of_near_matches_does_not_join_what_contradicts() -> None:
    joined = clusters({(0, 1): 5.0, (1, 2): 1.0, (0, 2): -8.0})
    assert joined[0] == joined[1] == 0
    assert joined[2] == 2


def test_weak_evidence_of_several_joins() -> None:
    weak = clusters({(0, 1): 5.0, (0, 2): 1.0, (1, 2): 1.0})
    assert set(weak.values()) == {0}


def test_records_of_one_clean_source_are_never_joined() -> None:
    joined = clusters({(0, 1): 5.0, (1, 2): 4.0, (0, 2): 5.0}, labels={0: "a", 1: "b", 2: "a"})
    assert joined[0] != joined[2]


def test_a_set_of_records_is_clustered_without_labels() -> None:
    names = "asha ravi meena suresh kavita arjun divya imran fatima joseph".split()
    family = "rao iyer khan bose shetty gupta fernandes nair das patel".split()
    rows: list[dict[str, str]] = []
    for number, (given, last) in enumerate((given, last) for given in names for last in family):
        born = f"19{60 + number % 40}-0{1 + number % 9}-1{number % 10}"
        mail = f"{given}.{last}{number}@firm{number % 17}.in"
        rows.append({"id": f"{number}", "given_name": given, "surname": last, "dob": born, "email": mail})
        if number % 5 == 0:
            typo = {"given_name": f"{given[:-1]}", "surname": last, "dob": born, "email": mail}
            rows.append({"id": f"{number}b", **typo})
    found = cluster_records(rows)
    by_id = {row["id"]: cluster for row, cluster in zip(rows, found, strict=True)}
    assert all(by_id[f"{number}"] == by_id[f"{number}b"] for number in range(0, 100, 5))
    assert len(set(found)) == 100


@pytest.mark.parametrize("rows", [[], [{"id": 1}], [{"id": 1, "name": None}, {"id": 2, "name": ["odd", 3]}]])
def test_odd_sets_do_not_fail(rows: list[dict[str, object]]) -> None:
    assert len(cluster_records(rows)) == len(rows)
