"""Logs name no person and hold no key."""

import logging

import pytest
import structlog

from services.core.log import configure_logs, get_logger, redact

SECRETS = ["password", "auth_token", "API_KEY", "apikey", "Authorization", "set-cookie", "x_twilio_signature", "secret"]


@pytest.mark.parametrize("key", SECRETS)
def test_a_key_that_names_a_secret_is_blanked(key):
    assert redact(None, "", {key: "hunter2"}) == {key: "[redacted]"}


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("sent to asha@clinic.example now", "sent to [email] now"),
        ("whatsapp:+919812345678", "whatsapp:+[phone]"),
        ("call +91 98123 45678", "call [phone]"),
        ("number 09812345678.", "number [phone]."),
        ("run 42 took 1234 ms", "run 42 took 1234 ms"),
    ],
)
def test_addresses_inside_texts_are_masked(text, safe):
    assert redact(None, "", {"event": text}) == {"event": safe}


def test_every_log_passes_through_the_mask(capsys):
    kept = logging.getLogger().handlers[:]
    try:
        configure_logs()
        get_logger("tests").warning("message_sent", to="asha@clinic.example", token="t0ps3cret")
        logging.getLogger("someone.else").warning("mail to %s", "asha@clinic.example")
    finally:
        logging.getLogger().handlers[:] = kept
        structlog.reset_defaults()
    written = capsys.readouterr().err
    assert "message_sent" in written
    assert "asha" not in written
    assert "t0ps3cret" not in written
