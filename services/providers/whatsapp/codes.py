"""WhatsApp's own error codes, which vendors pass on.

https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes
"""

from services.core.errors import Refusal
from services.providers.meanings import Meaning, account, address, again, opted_out, rest, template

PAIR_SECONDS = 6.0  # between two messages to one person
_PERMISSION = account("WhatsApp says that the access token lacks a permission. Give it both WhatsApp permissions.")
_VARIABLES = template("The template's variables do not fit.")

CODES: dict[int, Meaning] = {
    0: account("WhatsApp could not check the access token. Create a new one and enter it in Settings."),
    3: _PERMISSION,
    4: again("WhatsApp asks us to slow down.", 60.0),
    10: _PERMISSION,
    190: account("WhatsApp refused the access key: create a new token and enter it in Settings."),
    **dict.fromkeys(range(200, 300), _PERMISSION),
    368: account("WhatsApp blocked the account for a time because of its policy. Look at WhatsApp Manager."),
    80007: again("WhatsApp's limit of calls for this business account is reached.", 60.0),
    130429: again("The number sends faster than WhatsApp allows.", 2.0),
    130472: Meaning("WhatsApp leaves this person out of marketing for an experiment of its own."),
    130497: account("WhatsApp does not let this account write to people in this country."),
    131000: again("WhatsApp had trouble with this message.", 60.0),
    131005: account("WhatsApp denies access. Check the access token's permissions."),
    131008: Meaning("WhatsApp says that something is missing in the message."),
    131009: Meaning("WhatsApp does not accept a value in the message."),
    131016: again("WhatsApp is not available for a moment.", 60.0),
    131021: Meaning("This is the number that messages are sent from."),
    131026: address("WhatsApp cannot deliver to this number: it is not on WhatsApp, or its app is too old."),
    131030: Meaning("This is a test number, and the recipient is not on its list at Meta."),
    131031: account("WhatsApp locked the account. Look at WhatsApp Manager."),
    131037: account("WhatsApp has yet to approve the number's display name."),
    131042: account("WhatsApp has a problem with the payment method. Look at WhatsApp Manager."),
    131044: account("WhatsApp has no payment method for this account. Add one in WhatsApp Manager."),
    131045: account("The number is not registered with WhatsApp. Register it in WhatsApp Manager."),
    131047: Meaning("The 24-hour window is closed: use a template."),
    131048: account("WhatsApp limits this number because too many people blocked it or reported it. Let it rest."),
    131049: rest("WhatsApp limits marketing messages to this person today."),
    131050: opted_out("This person told WhatsApp to stop your marketing messages."),
    131051: Meaning("WhatsApp does not know this kind of message."),
    131052: Meaning("WhatsApp could not fetch the file."),
    131053: Meaning("WhatsApp does not accept this file."),
    131056: Meaning("This person was written to too often in a short time.", Refusal.REQUEST, PAIR_SECONDS, True),
    131057: again("WhatsApp is busy with maintenance of the account.", 300.0),
    131062: Meaning("WhatsApp cannot send this kind of message to somebody who hides the number."),
    131063: account("WhatsApp has switched marketing templates off for this account."),
    131064: account("WhatsApp lowered the account's limits because templates were filed in a wrong category."),
    132000: _VARIABLES,
    132001: template("WhatsApp does not know this template in this language, or has not approved it."),
    132005: Meaning("With its variables filled in, the text is too long for WhatsApp."),
    132007: template("The template breaks WhatsApp's policy."),
    132008: _VARIABLES,
    132012: _VARIABLES,
    132015: template("WhatsApp paused the template because people did not like it."),
    132016: template("WhatsApp disabled the template because people did not like it."),
    133016: account("The number was registered too often. WhatsApp takes it again in three days."),
    135000: Meaning("WhatsApp could not send the message and does not say why."),
}
