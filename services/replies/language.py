"""Which language a reply is written in, as far as what follows from it differs."""

import re

from services.replies.normalising import words

_SCRIPTS = (
    ("hi", "\u0900", "\u097f"), ("bn", "\u0980", "\u09ff"), ("pa", "\u0a00", "\u0a7f"), ("gu", "\u0a80", "\u0aff"),
    ("or", "\u0b00", "\u0b7f"), ("ta", "\u0b80", "\u0bff"), ("te", "\u0c00", "\u0c7f"), ("kn", "\u0c80", "\u0cff"),
    ("ml", "\u0d00", "\u0d7f"), ("ur", "\u0600", "\u06ff"),
)  # fmt: skip
# Words that are English too, such as main and the, say nothing.
_HINGLISH = frozenset(
    re.findall(
        r"\w+",
        "hai hain hu hoon tha thi raha rahe rahi ka ki ke ko mein aur ya bhi toh kya kaun kab kahan kaise "
        "kitna kitne nahi mat haan ji bhai yaar mera mere meri mujhe hum humko hamara hume aap aapka aapki "
        "mai apna karo kar karna karenge bhejo chahiye lena lenge dena dijiye kijiye abhi baad kal parso "
        "theek accha bahut thoda wala koi kuch kisi gaya gayi liya diya batao shukriya dhanyavaad namaste "
        "rehne dekh baat ghar dukaan paise ",
    )
)
_SHARE = 0.25  # of the words; Hinglish borrows its nouns from English and keeps its grammar
_LETTER = re.compile(r"[^\W\d_]")


def language_of(said: str) -> str:
    """A BCP 47 tag of a normalised text: `en`, `hi`, `hi-Latn` (Hinglish), another by script, "" without letters."""
    letters = _LETTER.findall(said)
    if not letters:
        return ""
    for language, first, last in _SCRIPTS:
        if sum(first <= letter <= last for letter in letters) * 4 >= len(letters):
            return language
    found = list(words(said))
    hindi = sum(word in _HINGLISH for word in found)
    return "hi-Latn" if hindi >= max(1, len(found) * _SHARE) else "en"
