"""WATI's refusals: it has no codes of its own, passes WhatsApp's on, and says much with a 200."""

from collections.abc import Mapping
from typing import Any

from services.core.errors import ProviderError, ProviderUnsure
from services.providers.exchange import Answer
from services.providers.meanings import Meaning, account, address, again, template
from services.providers.whatsapp.codes import CODES

NAME = "wati"
TITLE = "WATI"
_TOO_MANY, _SERVER_ERROR = 429, 500
_UNAUTHORISED = {401, 403}
ERRORS: dict[int, Meaning] = CODES
NOT_ON_WHATSAPP = address("This number is not on WhatsApp.")
_KEY = account("WATI refused the access token. Copy it again from WATI's API page.")
_TENANT = account("WATI does not know this account. Check the API endpoint.")
_SLOW_DOWN = again("WATI asks us to slow down.", 30.0)
_SPOKEN = (  # what the words of a refusal are about, first match
    ("template", template("WATI does not know this template, or its variables do not fit.")),
    ("ticket has been expired", CODES[131047]),
    ("credit", account("WATI's credits are used up. Top them up at WATI.")),
    ("whatsapp number", NOT_ON_WHATSAPP),
    ("phone number", NOT_ON_WHATSAPP),
)


def translated(answer: Answer) -> ProviderError:
    """Our error for an answer that is no success, or that says `result: false`."""
    if answer.status == _TOO_MANY:
        return _SLOW_DOWN.error(NAME, str(answer.status), answer.retry_after)
    if answer.status >= _SERVER_ERROR:
        return ProviderUnsure(NAME, "WATI had trouble with this message. We will check.", str(answer.status))
    if answer.status in _UNAUTHORISED:
        return _KEY.error(NAME, str(answer.status))
    said = _words(answer.body)
    known = next((meaning for word, meaning in _SPOKEN if word in said), None)
    if known is None and answer.status == 404:
        known = _TENANT
    return (known or Meaning("WATI refused the message.")).error(NAME, str(answer.status))


def _words(body: Mapping[str, Any]) -> str:
    """Whatever it says, in lower case: a sentence, or an error object."""
    return " ".join(str(body.get(name) or "") for name in ("error", "errors", "info", "message")).lower()
