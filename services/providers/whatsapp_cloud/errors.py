"""The Graph API's errors, by WhatsApp's codes; titles and sentences of Meta's change and are not read."""

from collections.abc import Mapping
from typing import Any

from services.core.errors import ProviderError, ProviderRefused, ProviderUnsure
from services.providers.exchange import Answer
from services.providers.meanings import Meaning, account, again, meaning_of, number
from services.providers.whatsapp.codes import CODES

NAME = "whatsapp_cloud"
TITLE = "WhatsApp"
_TOO_MANY, _SERVER_ERROR, _UNAUTHORISED = 429, 500, 401
_UNKNOWN_OBJECT = 33  # subcode of 100: the number or the business account is not the token's
ERRORS: dict[int, Meaning] = {
    **CODES,
    33: account("WhatsApp does not know the phone number ID or the business account ID, or the token may not use it."),
}
_SLOW_DOWN = again("WhatsApp asks us to slow down.", 30.0)


def meaning(error: Mapping[str, Any]) -> tuple[int, Meaning]:
    """The code of an `error` object, as answered or as posted, and what it means."""
    code = number(error.get("code"))
    if code == 100 and number(error.get("error_subcode")) == _UNKNOWN_OBJECT:
        code = _UNKNOWN_OBJECT
    return code, meaning_of(ERRORS, code, TITLE)


def translated(answer: Answer) -> ProviderError:
    """Our error for an answer that is no success. An error of the server without a code of WhatsApp's own decides
    nothing: the message may have been taken."""
    told = answer.body.get("error")
    code, known = meaning(told if isinstance(told, dict) else {})
    if code in ERRORS and told:
        return known.error(NAME, str(code), answer.retry_after)
    if isinstance(told, dict) and told.get("error_user_msg"):  # Meta's advice to a person, in whole sentences
        return ProviderRefused(NAME, str(told["error_user_msg"])[:500], str(code))
    if answer.status >= _SERVER_ERROR:
        return ProviderUnsure(NAME, "WhatsApp had trouble with this message. We will check.", str(answer.status))
    if answer.status == _TOO_MANY:
        return _SLOW_DOWN.error(NAME, str(answer.status), answer.retry_after)
    if answer.status == _UNAUTHORISED:
        return ERRORS[190].error(NAME, "190")
    return known.error(NAME, str(code))
