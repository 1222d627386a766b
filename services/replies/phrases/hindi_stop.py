"""Asking to be left alone in Hindi and Hinglish, whichever way it is spelt: looked for among folded words.

What is forbidden, ended or removed has to be messages, calls or one's own number, not goods; "not now" forbids nothing.
"""

import re
from collections.abc import Iterable, Sequence

from services.replies.folding import fold, folded
from services.replies.language import language_of


def _forms(words: str) -> frozenset[str]:
    return frozenset(fold(word) for word in words.split())


_CONTACT = _forms(
    "message call phone email whatsapp ads ad vigyapan विज्ञापन promotion promotional prachar प्रचार spam contact kontakt संपर्क "
    "सम्पर्क sampark notification offers offer likh chat disturb broadcast सूचना"
)
_MAT, _NA, _NAHI = _forms("mat"), _forms("na"), _forms("nahi")
_VERBS = _forms("lagaya") | _forms(
    "kha khao खाओ kar kardo karna karke kiya bhej likh karwa bol laga de karenge karte raha rakh rakho"
)
_ENDS = _forms("band stop rok roko rokiye रोक रोको रोकिए")
_PLEASE_DO = _forms("kar kardo karwa de karna karke karwado hona ho jaye jana")
_REMOVES = _forms(
    "hatao delete remove nikalo kaat kaato kato काट काटो mita mitao mitado मिटा मिटाओ unsubscribe bahar बाहर"
)
_MINE = _forms(
    "number naam list लिस्ट suchi सूची group ग्रुप broadcast data डेटा डाटा database contact mujhe system record records no id hume"
)
_ABOUT = _CONTACT | _forms("bhej service सर्विस")
_ONLY = _forms(
    "band stop kar kardo de karna ye sab yaar bhai sir ji please ab aap bas jaldi hume mujhe ho jaye karwa to hai na"
)
_OUT, _LISTS = fold("bahar"), _forms("list group")
_PESTERS = _forms("pareshan tang disturb dimag दिमाग dimaag sirdard pagal पागल pareshani")
_ALONE = _forms("pichha peecha picha पीछा akela अकेला")
_BLOCKS, _REPORTS = _forms("block"), _forms("report spam")
_COMPLAINS = _forms("complaint complain shikayat शिकायत police पुलिस trai ट्राई cyber साइबर court कोर्ट kanoon")
_WILL = _forms(
    "karenge kar kardo raha denge de diya maar jaunga jaungi jaenge jaaunga padega karni karna karwa daal bata likhwa"
)
_AGAIN = _forms("dobara phir firse aage ab kabhi aainda aainde ainda आइंदा aur agar अगर next roz रोज़ रोज baar bar बार")
_NOT_WANTED = _forms("chahiye zarurat aana aao hona karna kar jana")
_WITHOUT, _LEAVE_FOR = (
    _forms("bina बिना"),
    _forms("permission परमिशन ijazat ijaazat इजाज़त इजाजत anumati अनुमति puch consent"),
)
_DND = re.compile(r"\bdnd\b|डीएनडी")
_FOR_NOW = _forms("abhi aaj kal parso subah shaam dopahar raat baje tak jaldi filhal meeting class office sunday")
_GOODS = _forms(
    "maal माल saman saamaan सामान piece pc parcel पार्सल courier order ऑर्डर delivery rang color colour size bill photo sample gaadi aadmi banda "
    "paise payment rate link video invoice item design khana"
)
_WANTS_STILL = _forms("detail details डिटेल डिटेल्स jankari jaankari जानकारी brochure catalogue catalog pdf")
_ASKS = _forms("kya kab kaise kitna kahan")
_DONE = _forms("diya chuka chuke gaya liya hai tha rahta rehta rehti")
_NEAR, _SHORT = 4, 6


def asks_to_stop(said: str) -> bool:
    """Whether a normalised text asks for no more messages or calls, says that it is a bother, or threatens."""
    found = folded(said)[:200]
    if _DND.search(said) and not _any(found, _ASKS):
        return True
    if language_of(said) == "en" or not found:
        return False
    return any(hears(found) for hears in (_forbids, _ends, _removes, _is_bothered, _threatens, _refuses))


def _forbids(found: Sequence[str]) -> bool:
    """Msg mat karo, mat bheja karo, phone na kare."""
    for place, word in enumerate(found):
        after, before = found[place + 1 : place + 2], found[max(0, place - 1) : place]
        forbids = word in _MAT or (word in _NA and after and after[0] in _VERBS)
        verb = _any((*before, *after), _VERBS) or _any(after, _CONTACT)
        if not (forbids and verb):
            continue
        near = [*found[max(0, place - _NEAR) : place], *found[place + 1 : place + _NEAR]]
        sends = _any((*before, *after), _forms("bhej likh"))
        if _any(near, _PESTERS) or (_any(after, _forms("rakh rakho")) and _any(near, _MINE)):
            return True
        if (_any(near, _CONTACT) or sends) and not _only_for_now(found) and not _any(found, _GOODS | _WANTS_STILL):
            return True
    return False


def _only_for_now(found: Sequence[str]) -> bool:
    return _any(found, _FOR_NOW) and not _any(found, _AGAIN)


def _ends(found: Sequence[str]) -> bool:
    """Msg band karo, ye sab band kar dijiye; not "dukan band kar di"."""
    for place, word in enumerate(found):
        after = found[place + 1 : place + 4]
        if word in _ENDS and after and _any(after[:2], _PLEASE_DO) and not _any(after, _DONE):
            about = _any(found, _ABOUT) and not _any(found, _GOODS)
            if about or all(one in _ONLY for one in found):
                return True
    return False


def _removes(found: Sequence[str]) -> bool:
    """Mera number hatao, list se nikalo."""
    if _any(found, _forms("unsubscribe")):
        return not _any(found, _ASKS)
    for place, word in enumerate(found):
        near = [*found[max(0, place - _NEAR - 1) : place], *found[place + 1 : place + _NEAR]]
        is_mine = _any(near, _MINE) and not (word == _OUT and not _any(near, _LISTS))
        if word in _REMOVES and is_mine and not _any(found[max(0, place - 1) : place + 2], _MAT | _NA):
            return not _any(found, _ASKS) or _any(found, _CONTACT)
    return False


def _is_bothered(found: Sequence[str]) -> bool:
    """Tang aa gaya tumhare msg se, kyu pareshan karte ho, peecha chhodo."""
    if _any(found, _PESTERS) and _any(found, _CONTACT - _forms("disturb") | _forms("kyu roz tum bhej")):
        return not _any(found, _forms("main"))  # "main pareshan hu" tells of oneself
    return _any(found, _ALONE) and _any(found, _forms("chhod"))


def _threatens(found: Sequence[str]) -> bool:
    """Block kar dunga, dobara msg kiya to police me complaint."""
    if "?" in found or not _any(found, _WILL):
        return False
    if _any(found, _BLOCKS):
        return not _any(found, _forms("account card khata khaata sim"))
    if _any(found, _COMPLAINS) and _any(found, _forms("karenge denge jaunga jaungi jaenge")):
        return True
    addressed = _any(found, _CONTACT | _forms("tum aap aapka"))
    if _any(found, _REPORTS) and len(found) <= _SHORT and _any(found, _forms("spam report")):
        return _any(found, _forms("karenge spam raha denge maar daal"))
    return _any(found, _COMPLAINS) and addressed and _any(found, _AGAIN | _forms("raha tum"))


def _refuses(found: Sequence[str]) -> bool:
    """Koi msg nahi chahiye, bina puche msg kyu kiya, mera no dnd pe hai."""
    if _any(found, _WITHOUT) and _any(found, _LEAVE_FOR) and _any(found, _CONTACT | _forms("bhej")):
        return True
    for place, word in enumerate(found):
        if word in _NAHI and _any(found[place + 1 : place + 3], _NOT_WANTED) | _any(found[-1:], _NAHI):
            before = [*found[max(0, place - _NEAR) : place], *found[place + 2 : place + 4]]
            if _any(before, _forms("message call phone email ads promotion")) and not _only_for_now(found):
                return _any(found, _forms("chahiye zarurat koi dobara aage mujhe ab kabhi")) and not _any(found, _ASKS)
    return False


def _any(found: Iterable[str], wanted: frozenset[str]) -> bool:
    return any(word in wanted for word in found)
