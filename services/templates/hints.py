"""Advice on a message that may be sent as it is: what filters distrust and what readers skip. Pure rules over data."""

import re
import unicodedata
from dataclasses import dataclass

from services.models import Channel
from services.templates.engine import OUTPUT, TAG
from services.templates.hint_words import GREETINGS, SPAM
from services.templates.rules import variables_in

LONG_WHATSAPP = 500  # characters; more is folded away behind "Read more"
LONG_EMAIL_WORDS = 200
SHORT_WORDS = 6
LONG_SUBJECT = 60  # characters that a phone shows
MOST_LINKS = {Channel.WHATSAPP: 1, Channel.EMAIL: 2}
MOST_MARKS = 2
_CAPS_SHARE = 0.3
_FEWEST_CAPS = 3
_LINK = re.compile(r"https?://\S+|\bwww\.\S+", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]{2,}")


@dataclass(frozen=True)
class Hint:
    """`kind` is one of spam, length, caps, links, marks, greeting, personal; `words` say what to do."""

    kind: str
    words: str


def hints(body: str, subject: str, channel: Channel) -> list[Hint]:
    """The most useful first; none for an empty message."""
    said = _plain(body)
    if not said.strip():
        return []
    whole = f"{subject}\n{said}"
    found = [_spam(whole), _caps(whole), _links(said, channel), _marks(whole), _length(said, subject, channel)]
    found += [_greeting(said), _personal(body)]
    return [hint for hint in found if hint]


def _plain(body: str) -> str:
    """What every reader sees: variables stand for one word, tags for none."""
    return TAG.sub("", OUTPUT.sub("name", body))


def _spam(text: str) -> Hint | None:
    folded = " ".join(unicodedata.normalize("NFC", text).casefold().split())
    found = {phrase: instead for phrase, instead in SPAM.items() if _says(folded, phrase)}
    if not found:
        return None
    named = "; ".join(f"“{phrase}”" + (f" ({instead})" if instead else "") for phrase, instead in found.items())
    return Hint("spam", f"Spam filters distrust {named}.")


def _says(folded: str, phrase: str) -> bool:
    """As whole words; Devanagari's vowel signs are no word characters, so the edge is looked at by category."""
    start = folded.find(phrase)
    while start >= 0:
        end = start + len(phrase)
        before, after = folded[start - 1 : start], folded[end : end + 1]
        if not (_is_letter(before) or _is_letter(after)):
            return True
        start = folded.find(phrase, start + 1)
    return False


def _is_letter(one: str) -> bool:
    return bool(one) and unicodedata.category(one)[0] in "LMN"


def _caps(text: str) -> Hint | None:
    words = _WORD.findall(_LINK.sub("", text))
    loud = [word for word in words if word.isupper() and len(word) > 3]
    if len(loud) < _FEWEST_CAPS or len(loud) < _CAPS_SHARE * len(words):
        return None
    return Hint("caps", "Capital letters read as shouting. Write words as usual.")


def _links(text: str, channel: Channel) -> Hint | None:
    number, most = len(_LINK.findall(text)), MOST_LINKS[channel]
    if number <= most:
        return None
    return Hint("links", f"{number} links are many for a first message. Keep {'one' if most == 1 else 'two'} at most.")


def _marks(text: str) -> Hint | None:
    if text.count("!") <= MOST_MARKS and "!!" not in text:
        return None
    return Hint("marks", "One exclamation mark is enough.")


def _length(text: str, subject: str, channel: Channel) -> Hint | None:
    words = len(text.split())
    if words < SHORT_WORDS:
        return Hint("length", "Say who you are, why you write, and what you ask.")
    if channel == Channel.WHATSAPP and len(text) > LONG_WHATSAPP:
        return Hint("length", f"Short messages are answered more: {len(text)} characters, {LONG_WHATSAPP} are plenty.")
    if channel == Channel.EMAIL and words > LONG_EMAIL_WORDS:
        return Hint("length", f"Short emails are answered more: {words} words, {LONG_EMAIL_WORDS} are plenty.")
    if channel == Channel.EMAIL and len(_plain(subject)) > LONG_SUBJECT:
        return Hint(
            "length", f"A phone shows {LONG_SUBJECT} characters of a subject; yours has {len(_plain(subject))}."
        )
    return None


def _greeting(text: str) -> Hint | None:
    start = " ".join(text.casefold().split())[:40]
    if any(start.startswith(word) and not _is_letter(start[len(word) : len(word) + 1]) for word in GREETINGS):
        return None
    return Hint("greeting", "Begin with a greeting, such as Hello {{name|there}}.")


def _personal(body: str) -> Hint | None:
    if variables_in(body):
        return None
    return Hint(
        "personal", "Nothing here is about the reader. {{company}} or {{city}} shows that it is meant for them."
    )
