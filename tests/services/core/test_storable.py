"""What a database cannot keep is left out, and nothing else."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.core.storable import cleaned_parameters, dumped, storable

ANY = st.text(st.characters(exclude_categories=[]))


@given(ANY)
def test_only_what_cannot_be_kept_is_changed(text: str) -> None:
    kept = storable(text)
    assert "\x00" not in kept
    assert kept.encode().decode() == kept
    whole = text.replace("\x00", "")
    assert len(kept) == len(whole)
    assert all(one in (other, "\ufffd") for one, other in zip(kept, whole, strict=True))


@pytest.mark.parametrize("pair", ["\U0001f468\u200d\U0001f469", "𝕳", "\\ud83d as it is written", "\\u0000"])
def test_whole_characters_and_what_is_written_stay(pair: str) -> None:
    assert json.loads(dumped({"a": [pair]})) == {"a": [pair]}


def test_json_and_parameters_of_every_shape() -> None:
    assert json.loads(dumped({"a\x00": [{"b": "c\ud800"}], "n": 1})) == {"a": [{"b": "c\ufffd"}], "n": 1}
    assert cleaned_parameters({"a": "b\x00", "n": 1, "raw": b"\x00"}) == {"a": "b", "n": 1, "raw": b"\x00"}
    assert cleaned_parameters([("a\x00", None), ("b", 2)]) == [("a", None), ("b", 2)]
