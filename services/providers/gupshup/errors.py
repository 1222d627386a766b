"""Gupshup's own error codes, and WhatsApp's, which it passes on; its immediate refusals have words alone."""

from services.core.errors import ProviderError, ProviderUnsure
from services.providers.exchange import Answer
from services.providers.meanings import Meaning, account, address, again, opted_out, template
from services.providers.whatsapp.codes import CODES

NAME = "gupshup"
TITLE = "Gupshup"
_TOO_MANY, _SERVER_ERROR = 429, 500
_UNAUTHORISED = {401, 403}
ERRORS: dict[int, Meaning] = {
    **CODES,
    500: again("Gupshup had trouble with this message.", 60.0),
    1001: Meaning("Gupshup could not hand the message on: the app's bot failed."),
    1002: address("This number is not on WhatsApp."),
    1003: account("Gupshup's wallet is empty. Top it up at Gupshup."),
    1004: Meaning("The 24-hour window is closed, and the Gupshup app may not send templates."),
    1005: template("The text does not match an approved template at Gupshup."),
    1006: Meaning("Gupshup has no consent of this person on record."),
    1007: template("The text does not match an approved template, and Gupshup has no consent on record."),
    1008: Meaning("Gupshup has no consent of this person on record, and the 24-hour window is closed."),
    1010: Meaning("Gupshup could not fetch the file."),
    1011: Meaning("The file is larger than WhatsApp allows."),
    1012: opted_out("This person told Gupshup to stop."),
    4001: again("Gupshup asks us to slow down.", 60.0),
    4002: Meaning("Gupshup could not read what WhatsApp answered."),
    4003: template("Gupshup does not know this template."),
}
_KEY = account("Gupshup refused the API key. Check it in Gupshup's console.")
_SPOKEN = (  # what the words of an immediate refusal are about, first match
    ("apikey", _KEY),
    ("authenticat", _KEY),
    ("wallet", ERRORS[1003]),
    ("balance", ERRORS[1003]),
    ("template", ERRORS[4003]),
    ("destination", address("This is not a valid phone number.")),
    ("source", account("Gupshup does not know the number. Check the WhatsApp number and the app's name.")),
    ("app", account("Gupshup does not know the app. Check its name and ID.")),
)


def translated(answer: Answer) -> ProviderError:
    """Our error for an answer that is no success."""
    words = str(answer.body.get("message") or "").lower()
    if answer.status == _TOO_MANY:
        return ERRORS[4001].error(NAME, str(answer.status), answer.retry_after)
    if answer.status >= _SERVER_ERROR:
        return ProviderUnsure(NAME, "Gupshup had trouble with this message. We will check.", str(answer.status))
    if answer.status in _UNAUTHORISED:
        return _KEY.error(NAME, str(answer.status))
    known = next((meaning for word, meaning in _SPOKEN if word in words), None)
    return (known or Meaning("Gupshup refused the message.")).error(NAME, str(answer.status))
