"""What a mail server's refusal means: RFC 3463's enhanced codes in one table, the plain codes where none is given."""

import re

from services.core.errors import ProviderDown, ProviderError, ProviderRefused, Refusal

NAME = "smtp"
PERMANENT = 500
CLOSING = 421
SENDER, SIGN_IN = "sender", "sign-in"
_ENHANCED = re.compile(r"\b([245])\.(\d{1,3}\.\d{1,3})\b")
_ADDRESS, _ACCOUNT, _REQUEST = Refusal.ADDRESS, Refusal.ACCOUNT, Refusal.REQUEST
_UNSIGNED = "The recipient's server wants mail that is signed for your domain. Check SPF, DKIM and DMARC."

# subject.detail → what a permanent (5.x.y) refusal is about, what the person reads
ENHANCED: dict[str, tuple[Refusal, str]] = {
    "0.0": (_REQUEST, "The mail server refused the email."),
    "1.0": (_ADDRESS, "This email address does not work."),
    "1.1": (_ADDRESS, "This email address does not exist."),
    "1.2": (_ADDRESS, "This address's domain takes no email."),
    "1.3": (_ADDRESS, "This is not a valid email address."),
    "1.4": (_ADDRESS, "This email address is not unique at its server."),
    "1.6": (_ADDRESS, "This mailbox has moved and left no new address."),
    "1.7": (_ACCOUNT, "The mail server does not accept the from address."),
    "1.8": (_ACCOUNT, "The mail server does not know the from address's domain."),
    "1.9": (_REQUEST, "The email was passed to a server that cannot report on it."),
    "1.10": (_ADDRESS, "This address's domain says that it takes no email."),
    "2.0": (_REQUEST, "The recipient's mailbox refused the email."),
    "2.1": (_ADDRESS, "This mailbox is switched off."),
    "2.2": (_REQUEST, "The recipient's mailbox is full."),
    "2.3": (_REQUEST, "The email is too large for the recipient's mailbox."),
    "2.4": (_REQUEST, "The recipient is a list that could not be reached."),
    "3.0": (_REQUEST, "The mail server has trouble."),
    "3.1": (_REQUEST, "The mail server's disk is full."),
    "3.2": (_REQUEST, "The mail server takes no email at present."),
    "3.3": (_REQUEST, "The mail server cannot handle this kind of email."),
    "3.4": (_REQUEST, "The email is too large for the mail server."),
    "3.5": (_REQUEST, "The mail server is set up wrongly."),
    "4.0": (_REQUEST, "The email could not be passed on."),
    "4.1": (_REQUEST, "The recipient's server does not answer."),
    "4.2": (_REQUEST, "The connection to the recipient's server broke."),
    "4.3": (_REQUEST, "The mail server could not look up the recipient."),
    "4.4": (_ADDRESS, "No server takes mail for this address."),
    "4.5": (_REQUEST, "The mail server is overloaded."),
    "4.6": (_REQUEST, "The email went in circles."),
    "4.7": (_REQUEST, "The email could not be delivered in time."),
    "5.0": (_REQUEST, "The mail servers did not understand each other."),
    "5.1": (_REQUEST, "The mail servers did not understand each other."),
    "5.2": (_REQUEST, "The mail servers did not understand each other."),
    "5.3": (_REQUEST, "The mail server was given too many recipients."),
    "5.4": (_REQUEST, "The mail servers did not understand each other."),
    "5.5": (_REQUEST, "The mail servers speak different versions."),
    "5.6": (_ACCOUNT, "The mail server cannot take a password of this length."),
    "6.0": (_REQUEST, "The mail server cannot carry this content."),
    "6.1": (_REQUEST, "The mail server does not take this kind of content."),
    "6.2": (_REQUEST, "The content would have to be converted, which is not allowed."),
    "6.3": (_REQUEST, "The content would have to be converted, which is not possible."),
    "6.4": (_REQUEST, "The content lost something on the way."),
    "6.5": (_REQUEST, "The content could not be converted."),
    "6.6": (_REQUEST, "The content could not be fetched."),
    "6.7": (_ADDRESS, "The recipient's server cannot take an address with these letters."),
    "6.8": (_REQUEST, "The recipient's server cannot take these letters."),
    "6.9": (_REQUEST, "The recipient's server cannot take these letters."),
    "6.10": (_REQUEST, "The mail server does not take this kind of content."),
    "7.0": (_ACCOUNT, "The mail server refuses this for reasons of its own rules."),
    "7.1": (_ACCOUNT, "The mail server does not let this account send there."),
    "7.2": (_REQUEST, "You may not write to this list."),
    "7.3": (_REQUEST, "The email could not be passed on safely."),
    "7.4": (_REQUEST, "The mail server lacks a safety feature."),
    "7.5": (_REQUEST, "The mail server could not check a signature."),
    "7.6": (_REQUEST, "The mail server does not know this kind of encryption."),
    "7.7": (_REQUEST, "The email was changed on the way."),
    "7.8": (_ACCOUNT, "The mail server refused the user name or password."),
    "7.9": (_ACCOUNT, "The mail server wants a safer way to sign in."),
    "7.10": (_ACCOUNT, "The mail server wants an encrypted connection."),
    "7.11": (_ACCOUNT, "The mail server wants an encrypted connection."),
    "7.12": (_ACCOUNT, "The mail server wants a new password."),
    "7.13": (_ACCOUNT, "The account at the mail server is switched off."),
    "7.14": (_ACCOUNT, "The mail server does not trust this sender."),
    "7.15": (_REQUEST, "The email's priority is too low for the mail server."),
    "7.16": (_REQUEST, "The email is too large for its priority."),
    "7.17": (_ADDRESS, "This mailbox has another owner now."),
    "7.18": (_ADDRESS, "This address's domain has another owner now."),
    "7.19": (_REQUEST, "The mail server cannot tell who owns the mailbox."),
    "7.20": (_ACCOUNT, _UNSIGNED),
    "7.21": (_ACCOUNT, _UNSIGNED),
    "7.22": (_ACCOUNT, _UNSIGNED),
    "7.23": (_ACCOUNT, "The recipient's server found that SPF does not allow your mail server."),
    "7.24": (_ACCOUNT, "The recipient's server could not read your SPF record."),
    "7.25": (_ACCOUNT, "Your mail server's address has no name. Ask whoever runs it for a PTR record."),
    "7.26": (_ACCOUNT, _UNSIGNED),
    "7.27": (_ACCOUNT, "The from address's domain says that it takes no email."),
    "7.28": (_ACCOUNT, "The mail server says that too much was sent."),
    "7.29": (_REQUEST, "A server on the way changed the email's signatures."),
    "7.30": (_REQUEST, "The email could not be passed on over encrypted connections alone."),
}
# Where no enhanced code is given: reply code → its nearest enhanced one.
PLAIN: dict[int, str] = {
    500: "5.2", 501: "5.4", 502: "5.1", 503: "5.1", 504: "5.4", 521: "1.10", 530: "7.0", 534: "7.9", 535: "7.8",
    538: "7.11", 541: "7.1", 550: "1.1", 551: "1.6", 552: "2.2", 553: "1.3", 554: "0.0", 555: "5.4", 556: "1.10",
}  # fmt: skip


def detail_of(code: int, message: str) -> str:
    """The "subject.detail" that a reply names, or the nearest to its plain code; a detail unknown here is its "x.0"."""
    found = _ENHANCED.search(message)
    detail = found[2] if found else PLAIN.get(code, "0.0")
    if detail in ENHANCED:
        return detail
    general = f"{detail.partition('.')[0]}.0"
    return general if general in ENHANCED else "0.0"


def refusal(code: int, message: str, refused: str = "") -> ProviderError:
    """Our error for a reply of 400 or more; `refused` says what it answered when that was not about the message."""
    said = " ".join(message.split())[:200]
    number = f"{code} {said}".strip()[:60]
    detail = detail_of(code, message)
    about, words = ENHANCED[detail]
    if code < PERMANENT:
        return ProviderDown(NAME, f"The mail server asks us to try later: {said or code}", number)
    if refused == SENDER or (refused and about is not _ACCOUNT):
        return ProviderRefused(NAME, f"The mail server refused the {refused}: {said or code}", number, _ACCOUNT)
    return ProviderRefused(NAME, words if not said else f"{words} ({said})", number, about)
