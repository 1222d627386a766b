"""What a file is, how it is named and how large it reads."""

import pytest

from services.conversations.file_rules import is_picture, known, size_words, tidy_name


@pytest.mark.parametrize(
    ("content", "name", "mime", "shown"),
    [
        (b"\x89PNG\r\n\x1a\n", "", "image/png", "File.png"),
        (b"\xff\xd8\xff\xe0", "me", "image/jpeg", "me.jpg"),
        (b"%PDF-1.4", "Plan.pdf", "application/pdf", "Plan.pdf"),
        (b"<svg onload='x'>", "logo.svg", "application/octet-stream", "logo.svg"),
        (b"<html>", "a.png", "application/octet-stream", "a.png"),
        (b"name,phone", "list.csv", "application/octet-stream", "list.csv"),
    ],
)
def test_the_content_says_what_it_is(content: bytes, name: str, mime: str, shown: str) -> None:
    found = known(content, name)
    assert found is not None
    assert (found.mime_type, found.name) == (mime, shown)


@pytest.mark.parametrize(
    ("content", "name"),
    [(b"MZ\x90", "plan.pdf"), (b"\x7fELF", ""), (b"#!/bin/sh", "x"), (b"text", "run.BAT"), (b"PK", "a.pdf.exe")],
)
def test_a_program_is_known_by_content_or_name(content: bytes, name: str) -> None:
    assert known(content, name) is None


def test_names_are_their_last_part_without_tricks() -> None:
    assert tidy_name("../../etc/passwd") == "passwd"
    assert tidy_name("C:\\files\\plan.pdf") == "plan.pdf"
    assert tidy_name("a\u202egpj.exe\n") == "a gpj.exe"
    assert tidy_name(" .. ") == tidy_name("") == "File"
    assert tidy_name("नक्शा.pdf") == "नक्शा.pdf"
    long = tidy_name("x" * 300 + ".pdf")
    assert (len(long), long[-4:]) == (120, ".pdf")


def test_only_safe_pictures_are_drawn_in_the_page() -> None:
    assert is_picture("image/png")
    assert not is_picture("image/svg+xml")
    assert not is_picture("text/html")


def test_sizes_read_as_people_say_them() -> None:
    assert [size_words(n) for n in (12, 14_200, 2_340_000, 25_000_000)] == ["12 bytes", "14 KB", "2.3 MB", "25 MB"]
