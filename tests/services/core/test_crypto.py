"""Secrets at rest and signed tokens."""

import stat

import pytest

from services.core import crypto
from services.core.crypto import decrypt, encrypt, fingerprint, sign, unsign
from services.core.errors import Invalid
from tests.databases import forget_settings


def keys(monkeypatch, value):
    monkeypatch.setenv("LEADGEN_SECRET_KEY", value)
    forget_settings()


def test_what_is_encrypted_comes_back_and_does_not_show():
    token = encrypt("AC-secret")
    assert "AC-secret" not in token
    assert token != encrypt("AC-secret")
    assert decrypt(token) == "AC-secret"


def test_an_old_key_still_opens_and_the_new_one_seals(monkeypatch):
    keys(monkeypatch, "old")
    token, link, mark = encrypt("text"), sign("unsubscribe", "42"), fingerprint("a@b.example")
    keys(monkeypatch, "new, old")
    assert decrypt(token) == "text"
    assert unsign("unsubscribe", link) == "42"
    assert fingerprint("a@b.example") == mark
    sealed = encrypt("text")
    keys(monkeypatch, "new")
    assert decrypt(sealed) == "text"
    with pytest.raises(Invalid):
        decrypt(token)


@pytest.mark.parametrize(
    "token", ["", ".", "42", "42.", ".x", "43.{}", "42.x{}", "42.é", "é.{}", "42.-", "\udcff.{}", "42.{}\x00"]
)
def test_a_token_that_we_did_not_sign_says_nothing(token):
    signature = sign("unsubscribe", "42").partition(".")[2]
    assert unsign("unsubscribe", token.format(signature)) is None


def test_a_token_whose_last_dash_a_mail_program_left_out_is_still_ours():
    tokens = (sign("unsubscribe", str(number)) for number in range(10_000))
    token = next(one for one in tokens if one.endswith("-"))
    assert unsign("unsubscribe", token.rstrip("-")) == unsign("unsubscribe", token) == token.partition(".")[0]


def test_a_token_counts_for_its_own_purpose_only():
    assert unsign("track", sign("unsubscribe", "42")) is None


def test_without_a_configured_key_one_is_made_for_its_owner_alone(monkeypatch, tmp_path):
    monkeypatch.setattr(crypto, "DATA", tmp_path / "data")
    keys(monkeypatch, "")
    first = crypto.secret_keys()
    file = tmp_path / "data" / crypto.KEY_FILE
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    crypto.secret_keys.cache_clear()
    assert crypto.secret_keys() == first
