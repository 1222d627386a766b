"""Twilio's error codes in plain words, and what follows from each (https://www.twilio.com/docs/api/errors)."""

from twilio.base.exceptions import TwilioException

from services.core.errors import ProviderDown, ProviderError, ProviderRefused, Refusal
from services.providers.twilio.transport import NAME

_HOUR = 3600.0
_DOWN: dict[int, tuple[str, float]] = {  # certainly not sent: code → words, seconds to wait
    20429: ("Twilio asks us to slow down.", 30.0),
    30001: ("Twilio's queue is full.", 60.0),
    63017: ("The account sends too fast.", 30.0),
    63018: ("WhatsApp's limit for this number is reached.", _HOUR),
    63032: ("WhatsApp limits marketing messages to this person today.", 24 * _HOUR),
    63038: ("The account's daily limit is reached.", 6 * _HOUR),
}
_REFUSED: dict[int, tuple[str, Refusal]] = {
    20003: ("Twilio refused the key. Check the account SID and the auth token.", Refusal.ACCOUNT),
    20404: ("Twilio does not know this account. Check the account SID.", Refusal.ACCOUNT),
    21408: ("The Twilio account may not write to this country. Allow it in Twilio's console.", Refusal.ACCOUNT),
    21606: ("Twilio cannot send from this number. Check the WhatsApp number.", Refusal.ACCOUNT),
    21910: ("The sender is not a WhatsApp number. Check the WhatsApp number.", Refusal.ACCOUNT),
    63007: ("Twilio has no WhatsApp sender with this number. Check the WhatsApp number.", Refusal.ACCOUNT),
    21211: ("This is not a valid phone number.", Refusal.ADDRESS),
    21614: ("This number cannot receive messages.", Refusal.ADDRESS),
    63003: ("This number is not on WhatsApp.", Refusal.ADDRESS),
    63024: ("WhatsApp cannot deliver to this number.", Refusal.ADDRESS),
    21610: ("This person asked not to be written to.", Refusal.OPTED_OUT),
    63014: ("This person blocked the number.", Refusal.OPTED_OUT),
    63033: ("This person blocked the number.", Refusal.OPTED_OUT),
    21617: ("The message is longer than 1,600 characters.", Refusal.REQUEST),
    63015: ("This number has not joined the Twilio test sandbox.", Refusal.REQUEST),
    63016: ("The 24-hour window is closed: use a template.", Refusal.REQUEST),
    21654: ("WhatsApp needs a template for a first message.", Refusal.TEMPLATE),
    21655: ("Twilio does not know this template.", Refusal.TEMPLATE),
    21656: ("The template's variables do not fit.", Refusal.TEMPLATE),
    92007: ("The template's variables do not fit.", Refusal.TEMPLATE),
    63005: ("WhatsApp rejected the content.", Refusal.TEMPLATE),
    63013: ("The content breaks WhatsApp's policy.", Refusal.TEMPLATE),
    63021: ("WhatsApp rejected the content.", Refusal.TEMPLATE),
    63027: ("WhatsApp does not know this template in this language.", Refusal.TEMPLATE),
    63028: ("The template's variables do not fit.", Refusal.TEMPLATE),
    63040: ("WhatsApp rejected the template.", Refusal.TEMPLATE),
    63041: ("WhatsApp paused the template.", Refusal.TEMPLATE),
}
_UNAUTHORISED = {401, 403}


def words_for(code: int) -> tuple[str, Refusal]:
    """What to tell a person about `code`, and what it is about."""
    if code in _DOWN:
        return _DOWN[code][0], Refusal.REQUEST
    return _REFUSED.get(code, (f"Twilio refused the message (code {code}).", Refusal.REQUEST))


def translated(error: TwilioException) -> ProviderError:
    """Our error for one that the SDK raised; a 429 or 5xx never gets here (see the transport)."""
    status = int(getattr(error, "status", 0) or 0)
    code = int(getattr(error, "code", 0) or 0)
    if code in _DOWN:
        words, seconds = _DOWN[code]
        return ProviderDown(NAME, words, str(code), seconds)
    if code not in _REFUSED and status in _UNAUTHORISED:
        code = 20003
    words, about = words_for(code)
    return ProviderRefused(NAME, words, str(code), about)
