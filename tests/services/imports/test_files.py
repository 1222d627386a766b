"""Files as people have them: encodings, delimiters, titles above the headings, workbooks, bent numbers."""

import datetime as dt
from pathlib import Path

import openpyxl
import pytest

from services.core.errors import Invalid
from services.imports import uploads
from services.imports.layout import layout_of_text
from services.imports.mapping import guess
from services.imports.reading import data_rows
from services.imports.rows import RowReader, name_of, phones_in
from services.imports.types import Choices, Layout
from services.imports.values import is_yes, split_addresses, unbent
from tests.databases import forget_settings


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEADGEN_UPLOADS_FOLDER", str(tmp_path))
    forget_settings()


def read(tmp_path: Path, content: bytes) -> tuple[Layout, list[list[str]]]:
    path = tmp_path / "file"
    path.write_bytes(content)
    layout = layout_of_text(path)
    return layout, [cells for _, cells in data_rows(path, layout)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_hindi_in_every_unicode(tmp_path: Path, encoding: str) -> None:
    text = "नाम,मोबाइल,शहर\nसीमा वर्मा,9820041735,पुणे\n" + "Asha Verma,9820041736,Pune\n" * 20
    layout, rows = read(tmp_path, text.encode(encoding))
    assert layout.headings == ("नाम", "मोबाइल", "शहर")
    assert rows[0] == ["सीमा वर्मा", "9820041735", "पुणे"]
    assert guess(layout.headings, rows, named=True) == ["name", "phone", "city"]


def test_what_excel_writes_without_unicode(tmp_path: Path) -> None:
    layout, rows = read(
        tmp_path, "Name;Stadt;Mobil\nJürgen Müller;Köln;0151 23456789\nAña Peña;Málaga;1\n".encode("cp1252")
    )
    assert (layout.delimiter, rows[0][0], rows[1][0]) == (";", "Jürgen Müller", "Aña Peña")


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_delimiters(tmp_path: Path, mark: str) -> None:
    rows = [["Name", "Phone", "Note"], ["Asha", "98200 41735", "a, b; c"], ["Ravi", "98200 41736", ""]]
    text = "\r\n".join(mark.join(f'"{cell}"' for cell in row) for row in rows)
    layout, found = read(tmp_path, text.encode())
    assert (layout.delimiter, found) == (mark, rows[1:])


def test_one_column_of_addresses_without_headings(tmp_path: Path) -> None:
    layout, rows = read(tmp_path, b"asha@suvarna.in\nravi@suvarna.in\n")
    assert (layout.heading_row, len(rows)) == (0, 2)
    assert guess(layout.headings, rows, named=False) == ["email"]


def test_no_headings_are_told_by_the_values(tmp_path: Path) -> None:
    layout, rows = read(
        tmp_path, b"Asha Verma,9820041735,Pune\nRavi Iyer,9820041736,Mumbai\nMeera Rao,9820041737,Pune\n"
    )
    assert layout.heading_row == 0
    assert guess(layout.headings, rows, named=False) == ["name", "phone", "city"]


def test_quotes_line_breaks_and_ragged_rows(tmp_path: Path) -> None:
    text = 'Name,Phone,Note\n"Asha ""A"" Verma",9820041735,"two\nlines, one cell"\nRavi\nMeera,1,2,3,4\n\n,,\n'
    layout, rows = read(tmp_path, text.encode())
    assert layout.headings == ("Name", "Phone", "Note", "Column 4", "Column 5")
    assert rows == [
        ['Asha "A" Verma', "9820041735", "two\nlines, one cell", "", ""],
        ["Ravi", "", "", "", ""],
        ["Meera", "1", "2", "3", "4"],
    ]


def test_titles_notes_and_the_separator_line_above_the_headings(tmp_path: Path) -> None:
    layout, rows = read(tmp_path, b"sep=;\nName;Phone\nAsha;9820041735\n")
    assert (layout.headings, rows) == (("Name", "Phone"), [["Asha", "9820041735"]])
    notes = (
        b'Notes:\n"When exporting, some addresses are missing."\n\n'
        b"First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
        b"Asha,Verma,https://www.linkedin.com/in/av,,Suvarna,Owner,12 May 2026\n"
    )
    layout, rows = read(tmp_path, notes)
    assert layout.first_row == 5
    assert guess(layout.headings, rows, named=True) == [
        "first_name", "last_name", "linkedin", "email", "company", "title", "extra",
    ]  # fmt: skip


def test_headings_that_occur_twice_are_told_apart(tmp_path: Path) -> None:
    layout, _ = read(tmp_path, b"Name,Phone,Phone,Phone\nAsha,1,2,3\n")
    assert layout.headings == ("Name", "Phone", "Phone (2)", "Phone (3)")
    layout, _ = read(tmp_path, b",Office,,Home,\nName,Phone,City,Phone,City\nAsha,9820041735,Pune,9820041736,Delhi\n")
    assert layout.headings == ("Name", "Office Phone", "Office City", "Home Phone", "Home City")


def workbook(tmp_path: Path, sheets: dict[str, list[list[object]]]) -> str:
    book = openpyxl.Workbook()
    book.remove(book.active)  # type: ignore[arg-type]
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(tmp_path / "book.xlsx")
    return "book.xlsx"


def test_a_workbook_gives_numbers_and_dates_as_text(tmp_path: Path) -> None:
    rows = [
        ["Name", "Mobile", "Since", "Rate"],
        ["सीमा", 919820041735, dt.date(2026, 5, 1), 2.5],
        ["=A1", 9820041736.0, None, "x"],
    ]
    name = workbook(tmp_path, {"Empty": [], "People": rows, "Other": [["Phone"], ["9820041737"]]})
    layout = uploads.understand(name)
    assert (layout.sheet, layout.sheets) == ("People", ("Empty", "People", "Other"))
    found = [cells for _, cells in data_rows(uploads.rows_path(name), layout)]
    assert found[0] == ["सीमा", "919820041735", "2026-05-01", "2.5"]
    other = uploads.understand(name, "Other")
    assert [cells for _, cells in data_rows(uploads.rows_path(name), other)] == [["9820041737"]]


def test_a_workbook_without_rows_or_that_is_broken_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="nothing in this workbook"):
        uploads.understand(workbook(tmp_path, {"Empty": []}))
    (tmp_path / "bad.xlsx").write_bytes(b"PK\x03\x04" + b"\x00" * 100)
    with pytest.raises(Invalid, match="cannot be read"):
        uploads.understand("bad.xlsx")


EXPORTS = {
    "google": (
        "First Name,Middle Name,Last Name,Name Prefix,Organization Name,"
        "Organization Title,Notes,Labels,E-mail 1 - Label,"
        "E-mail 1 - Value,Phone 1 - Label,Phone 1 - Value,Phone 2 - Label,Phone 2 - Value,Address 1 - City",
        "first_name middle_name last_name skip company title extra extra skip email skip phone skip phone city",
    ),
    "old google": (
        "Name,Given Name,Additional Name,Family Name,Yomi Name,Group Membership,E-mail 1 - Type,E-mail 1 - Value,"
        "Phone 1 - Type,Phone 1 - Value,Organization 1 - Name,Organization 1 - Title,Website 1 - Value",
        "skip first_name middle_name last_name skip extra skip email skip phone company title website",
    ),
    "outlook": (
        "Title,First Name,Last Name,Company,Job Title,Business City,Business Phone,"
        "Mobile Phone,Business Fax,E-mail Address,"
        "E-mail Type,E-mail Display Name,E-mail 2 Address,Web Page",
        "skip first_name last_name company title city phone phone skip email skip skip email website",
    ),
    "hubspot": (
        "Record ID,First Name,Last Name,Email,Phone Number,Contact owner,Lead Status,Company name,Job Title,City,"
        "Unsubscribed from all email",
        "skip first_name last_name email phone extra extra company title city opt_out",
    ),
    "zoho": (
        "Record Id,Contact Owner.id,Contact Owner,First Name,Last Name,Account Name.id,"
        "Account Name,Email,Title,Phone,Mobile,"
        "Email Opt Out,Mailing City,Mailing State,Mailing Country",
        "skip skip extra first_name last_name skip company email title phone phone opt_out city state country",
    ),
    "instantly": (
        "email,first_name,last_name,company_name,personalization,phone,website,location",
        "email first_name last_name company extra phone website city",
    ),
    "apollo": (
        "First Name,Last Name,Title,Company,Company Name for Emails,Email,Email Status,Mobile Phone,Corporate Phone,"
        "Industry,Person Linkedin Url,Website,Company Linkedin Url,City,State,Country",
        "first_name last_name title company skip email extra phone phone industry linkedin website "
        "extra city state country",
    ),
    "india": (
        "S.No,Client Name,Mobile No.,Alternate No,Mail ID,Firm Name,Designation,District,WhatsApp Number",
        "skip name phone extra email company title city phone",
    ),
    "hindi": ("क्रमांक,पूरा नाम,मोबाइल नंबर,ईमेल,दुकान का नाम,शहर,राज्य", "skip name phone email company city state"),
}


@pytest.mark.parametrize("tool", EXPORTS)
def test_exports_known_by_heart(tool: str) -> None:
    headings, fields = EXPORTS[tool]
    assert guess(headings.split(","), [], named=True) == fields.split()


def test_a_column_is_known_by_its_values_when_its_heading_is_not() -> None:
    rows = [
        ["9820041735", "asha@suvarna.in", "https://linkedin.com/in/av"],
        ["98200 41736", "ravi@suvarna.in", "www.linkedin.com/in/r"],
    ]
    assert guess(["x", "Contact no", "link"], rows, named=True) == ["phone", "email", "linkedin"]


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("9820041735.0", "9820041735"),
        ("9.820041735E+09", "9820041735"),
        ("9.82004173e9", "9820041730"),
        ("'+919820041735", "+919820041735"),
        ("9,19820041735E+11", "919820041735"),
        ("98200 41735", "98200 41735"),
    ],
)
def test_numbers_that_a_spreadsheet_bent_are_restored(cell: str, number: str) -> None:
    assert unbent(cell) == number


@pytest.mark.parametrize("cell", ["9.19812E+11", "9.8E+09"])
def test_numbers_that_lost_digits_are_refused(cell: str) -> None:
    with pytest.raises(ValueError, match="Shortened"):
        unbent(cell)


def test_several_values_in_one_cell() -> None:
    assert phones_in("98200 41735 ::: +91 98200 41736", "IN") == ("+919820041735", "+919820041736")
    assert phones_in("9820041735/9820041736", "IN") == ("+919820041735", "+919820041736")
    assert phones_in("९८२००४१७३५", "IN") == ("+919820041735",)
    assert split_addresses("a@x.in; b@x.in ::: c@x.in, d@x.in") == ["a@x.in", "b@x.in", "c@x.in", "d@x.in"]
    assert [is_yes(word) for word in ("Yes", "TRUE", "हाँ", "no", "", "false")] == [
        True,
        True,
        True,
        False,
        False,
        False,
    ]


def test_names_are_kept_as_written_unless_it_is_plain_how_they_are_shown() -> None:
    assert [name_of(text) for text in ("SHRI RAVI KUMAR JI", "Rao, Asha", "SANJAY GUPTA")] == [
        "Ravi Kumar",
        "Asha Rao",
        "Sanjay Gupta",
    ]
    for kept in (
        "de la Cruz",
        "<b>x</b>",
        "NULL",
        "आशा वर्मा",
        "null; DROP",
        "Smith, Jones and Partners",
        "1/0",
        "찦차를 타고",
    ):
        assert name_of(kept) == kept


def test_a_row_of_many_columns_is_one_person() -> None:
    layout = Layout(headings=("First", "Last", "Tel", "Mobile", "Mail", "Country", "Web", "Note"))
    reader = RowReader(
        layout, ["first_name", "last_name", "phone", "phone", "email", "country", "website", "extra"], Choices()
    )
    person = reader.read(
        7, ["Asha", "Verma", "020 2567 8901", "98200 41735", "A@Suvarna.in; b@suvarna.in", "", "suvarna.in", "hi"]
    )
    assert (person.fields["name"], person.phone, person.email) == ("Asha Verma", "+919820041735", "a@suvarna.in")
    assert person.extra == {"Note": "hi", "Other phones": "+912025678901", "Other emails": "b@suvarna.in"}
    assert person.fields["website"] == "https://suvarna.in"
    abroad = reader.read(8, ["J", "S", "(415) 555-2671", "", "", "USA", "not a site", ""])
    assert (abroad.phone, [problem.words for problem in abroad.problems]) == ("+14155552671", ["Not a web address"])
