"""Twilio's error codes in plain words, and what follows from each (https://www.twilio.com/docs/api/errors)."""

from twilio.base.exceptions import TwilioException

from services.core.errors import ProviderError
from services.providers.meanings import (
    HOUR,
    Meaning,
    account,
    address,
    again,
    meaning_of,
    opted_out,
    rest,
    template,
)
from services.providers.twilio.transport import NAME

ERRORS: dict[int, Meaning] = {
    20003: account("Twilio refused the key. Check the account SID and the auth token."),
    20404: account("Twilio does not know this account. Check the account SID."),
    20429: again("Twilio asks us to slow down.", 30.0),
    21211: address("This is not a valid phone number."),
    21408: account("The Twilio account may not write to this country. Allow it in Twilio's console."),
    21606: account("Twilio cannot send from this number. Check the WhatsApp number."),
    21610: opted_out("This person asked not to be written to."),
    21614: address("This number cannot receive messages."),
    21617: Meaning("The message is longer than 1,600 characters."),
    21654: template("WhatsApp needs a template for a first message."),
    21655: template("Twilio does not know this template."),
    21656: template("The template's variables do not fit."),
    21910: account("The sender is not a WhatsApp number. Check the WhatsApp number."),
    30001: again("Twilio's queue is full.", 60.0),
    63003: address("This number is not on WhatsApp."),
    63005: template("WhatsApp rejected the content."),
    63007: account("Twilio has no WhatsApp sender with this number. Check the WhatsApp number."),
    63013: template("The content breaks WhatsApp's policy."),
    63014: opted_out("This person blocked the number."),
    63015: Meaning("This number has not joined the Twilio test sandbox."),
    63016: Meaning("The 24-hour window is closed: use a template."),
    63017: again("The account sends too fast.", 30.0),
    63018: again("WhatsApp's limit for this number is reached.", HOUR),
    63021: template("WhatsApp rejected the content."),
    63024: address("WhatsApp cannot deliver to this number."),
    63027: template("WhatsApp does not know this template in this language."),
    63028: template("The template's variables do not fit."),
    63032: rest("WhatsApp limits marketing messages to this person today."),
    63033: opted_out("This person blocked the number."),
    63038: again("The account's daily limit is reached.", 6 * HOUR),
    63040: template("WhatsApp rejected the template."),
    63041: template("WhatsApp paused the template."),
    92007: template("The template's variables do not fit."),
}
_UNAUTHORISED = {401, 403}


def meaning(code: int) -> Meaning:
    """What `code` means, in an answer or in a callback."""
    return meaning_of(ERRORS, code, "Twilio")


def translated(error: TwilioException) -> ProviderError:
    """Our error for one that the SDK raised; a 429 or 5xx never gets here (see the transport)."""
    status = int(getattr(error, "status", 0) or 0)
    code = int(getattr(error, "code", 0) or 0)
    if code not in ERRORS and status in _UNAUTHORISED:
        code = 20003
    return meaning(code).error(NAME, str(code))
