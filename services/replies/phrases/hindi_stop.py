"""Asking to be left alone in Hindi and Hinglish, whichever way it is spelt: looked for among folded words.

What is forbidden, ended or removed has to be messages, calls or one's own number, not goods; "not now" forbids nothing.
"""

import re
from collections.abc import Iterable, Sequence

from services.replies.folding import fold, folded, tokens
from services.replies.language import language_of


def _forms(words: str) -> frozenset[str]:
    return frozenset(fold(word) for word in words.split())


_CONTACT = _forms(
    "message call phone email whatsapp ads ad vigyapan विज्ञापन promotion promotional prachar प्रचार spam contact kontakt संपर्क "
    "सम्पर्क sampark notification offers offer likh chat disturb broadcast सूचना"
)
_MAT, _NA, _NAHI = _forms("mat"), _forms("na"), _forms("nahi")
_VERBS = _forms("lagaya") | _forms(
    "kha khao खाओ kar kardo karna karke kiya bhej likh karwa bol laga de karenge karte raha rakh rakho dikha chipka"
)
_ENDS = _forms("band stop rukwa rok roko rokiye रोक रोको रोकिए")
_HAS_ENDED = _forms("rukwa")  # "see to it that it ends": a wish by itself
_PLEASE_DO = _forms("kar kardo karwa de karna karke karwado hona ho jaye jana")
_REMOVES = _forms(
    "hatao delete remove nikalo kaat kaato kato काट काटो mita mitao mitado मिटा मिटाओ unsubscribe bahar बाहर"
)
_MINE = _forms(
    "number naam list लिस्ट suchi सूची group ग्रुप broadcast data डेटा डाटा database contact mujhe system record records no id hume"
)
_ABOUT = _CONTACT | _forms("bhej service सर्विस bakwas बकवास natak नाटक faltu फालतू")
_ONLY = _forms(
    "band stop kar kardo de karna ye sab yaar bhai sir ji please ab aap bas jaldi hume mujhe ho jaye karwa to hai na"
)
_OUT, _LISTS = fold("bahar"), _forms("list group")
_PESTERS = _forms("pareshan tang disturb dimag दिमाग dimaag sirdard pagal पागल pareshani")
_ALONE = _forms("pichha peecha picha पीछा akela अकेला jaan जान")
_BLOCKS, _REPORTS = _forms("block"), _forms("report spam")
_COMPLAINS = _forms("complaint complain shikayat शिकायत police पुलिस trai ट्राई cyber साइबर court कोर्ट")
_WILL = _forms(
    "karenge kar kardo raha denge de diya maar jaunga jaungi jaenge jaaunga padega karni karna karwa daal bata likhwa"
)
_AGAIN = _forms("dobara phir firse aage ab kabhi aainda aainde ainda आइंदा aur agar अगर next roz रोज़ रोज baar bar बार")
_NOT_WANTED = _forms("chahiye zarurat aana aao hona karna kar jana")
_WITHOUT, _LEAVE_FOR = (
    _forms("bina बिना"),
    _forms("permission परमिशन ijazat ijaazat इजाज़त इजाजत anumati अनुमति puch consent"),
)
_DND = re.compile(r"\bn?dn[cd]\b|डीएनडी")
# Typed words, not folded ones: bakhsh, book and box have the same consonants.
_PLEAS = re.compile(
    r"\bpe?a?hle (se )?(bhi )?(man[ae]|bola|bol) (kiya|diya|tha|chuk).{0,16}(phir|fir|kyu|\?)|पहले (भी )?मना (किया|कर).{0,16}(फिर|क्यों|\?)"
    r"|\bkitn[aei]+ ba+r .{0,14}\b(man+[aei]|likh|samjha)|कितनी बार .{0,14}(मना|लिख|समझा)"
    r"|\bman[ae] (kiya|kiye|karne|krne|karke)( tha)?( na)?( to| pe| par)?( phir| fir)? bhi\b|मना (किया|करने)( था)?( ना)?( पर| तो)?( फिर)? भी"
    r"|\b(pi+chh?e?|peechh?e?|gale) (hi )?pa[dr]e? (gay|ga\b|ke\b|jat|ho\b)|(पीछे|गले) (ही )?पड़े? (ग|के|हो|जा)"
    r"|\b(reham|raham|rahem) (karo|kijiye|kro|khao)|(रहम|रहेम) (करो|कीजिए|करें)|\bba?khsh? (do|de|dijiye)|बख़?्श (दो|दीजिए)"
    r"|\bka+n pak|कान पक|\bdima+g ka dahi|दिमाग का दही|\bchain se (ji+ne|sone|rehne|rahne) d|चैन से (जीने|सोने|रहने) द"
    r"|\b(consent|sahmati|ijaza+t|anumati|permission) (nahi|nhi|nai) (di|hai|h|thi)\b|\b(sahmati|consent) wapas"
    r"|\bbina (consent|sahmati|ijaza+t|anumati|permission)|बिना (सहमति|अनुमति|इजाज़?त|परमिशन)|(सहमति|अनुमति) (नहीं दी|वापस)"
    r"|\b(na+m|number|contact|no)\b.{0,8}\buda (do|dijiye|de)\b|(नाम|नंबर).{0,8}उड़ा (दो|दीजिए)"
    r"|\b(list|su+chi|group)\b.{0,14}\b(mukt|prithak|vilopit)|(लिस्ट|सूची|समूह).{0,14}(मुक्त|पृथक|विलोपित)"
    r"|\b(privacy|nijta)\b.{0,12}(ullanghan|hanan)|निजता का (उल्लंघन|हनन)"
)
_FOR_NOW = _forms(
    "abhi aaj kal parso subah shaam dopahar raat baje tak jaldi filhal meeting class office sunday hafte mahine agle somvar"
)
_SINCE = _forms("aaj is iske abhi ab")
_WARES = _forms("maal माल saman saamaan सामान piece parcel पार्सल courier rang color colour size")
_GOODS = _forms(
    "maal माल saman saamaan सामान piece pc parcel पार्सल courier order ऑर्डर delivery rang color colour size bill photo sample gaadi aadmi banda "
    "paise payment rate link video invoice item design khana technician stock size form"
)
_WANTS_STILL = _forms("detail details डिटेल डिटेल्स jankari jaankari जानकारी brochure catalogue catalog pdf")
_ASKS = _forms("kya kab kaise kitna kahan")
_DONE = _forms("diya chuka chuke gaya liya hai tha rahta rehta rehti")
_SENDS, _ASKED = (
    _forms("bhej likh bata dikha send bol daal डाल share"),
    ("o", "iye", "iyega", "na", "do", "jo", "ो", "िए", "ना", "िएगा"),
)
_GOING = [[word] for word in ["raho", "rehna", "rahna", "rakho", "rahiye", "रहो", "रहना", "रहिए", "रखो"]]
_MISHAP = _forms("galti गलती unblock bete bacche बच्चे बेटे khel khelte")
_THEN = _forms("abhi kal parso agle baad tak somvar")
_REPLIES, _WHOM = _forms("reply uttar jawab उत्तर जवाब dhyan ध्यान"), _forms("kisko kidhar kise kisse किसको kaun")
_NEAR, _SHORT = 4, 6


def asks_to_stop(said: str) -> bool:
    """Whether a normalised text asks for no more messages or calls, says that it is a bother, or threatens."""
    found = folded(said)[:200]
    if (_DND.search(said) and not _any(found, _ASKS)) or _PLEAS.search(said):
        return True
    if language_of(said) == "en" or not found:
        return False
    if _is_firm(found, tokens(said)[:200]):
        return True
    return any(hears(found) for hears in (_forbids, _ends)) and not means_otherwise(said)


def stops_something_else(said: str) -> bool:
    """Whether a normalised text forbids the stopping itself, or goods: band mat karna, kharab maal mat bhejna."""
    found = folded(said)[:200]
    forbids_goods = _any(found, _WARES) and _any(found, _MAT | _NA) and not _any(found, _CONTACT)
    return language_of(said) != "en" and (_keeps(found) or forbids_goods)


def means_otherwise(said: str) -> bool:
    """Whether words of stopping in a normalised text stop something else: one way of writing, goods, or the stopping."""
    typed = tokens(said)[:200]
    found = [fold(token) for token in typed]
    if _is_firm(found, typed):
        return False
    again = _any(found, _AGAIN) or _is_habit(found, typed)
    return (
        _keeps(found)
        or _wishes(found, typed)
        or (_any(found, _THEN) and _only_for_now(found))
        or (_any(found, _REPLIES) and not _any(found, _forms("bhej")))
        or (_any(found, _GOODS) and not again and not _any(found, _CONTACT))
        or (_any(found, _COMPLAINS | _REPORTS) and _any(found, _ASKS | _WHOM))
    )


def _is_firm(found: Sequence[str], typed: Sequence[str]) -> bool:
    """Whether no other words could turn it into something else; who wants to be sent something was bothered by others."""
    if _removes(found) or _refuses(found):
        return True
    wants = _wishes(found, typed) and not _any(found, _MAT | _ENDS | _REMOVES)
    return (_is_bothered(found) or _threatens(found)) and not wants


def _is_habit(found: Sequence[str], typed: Sequence[str]) -> bool:
    """Bheja karo, kiya karo: time and again."""
    pairs = zip(typed, found, found[1:], strict=False)
    return any(word.endswith(("a", "ा")) and form in _VERBS and after in _PLEASE_DO for word, form, after in pairs)


def _keeps(found: Sequence[str]) -> bool:
    """Band mat karna, list se mat hatana."""
    for place, word in enumerate(found):
        if word in _ENDS | _REMOVES | _BLOCKS:
            after, before = found[place + 1 : place + 3], found[max(0, place - 1) : place]
            if _any((*before, *after[:1]), _MAT) or (after[:1] and after[0] in _NA and len(after) > 1):
                return True
    return False


def _wishes(found: Sequence[str], typed: Sequence[str]) -> bool:
    """Asks to be sent, told or called something: whatsapp pe bhejo, rate likh do, normal call karo."""
    for place, word in enumerate(found):
        if word not in _SENDS | _CONTACT:
            continue
        before, after = found[max(0, place - 2) : place], found[place + 1 : place + 3]
        is_wish = word in _CONTACT and _any(after[:1], _forms("kar kardo karna"))
        is_wish |= word in _SENDS and (
            typed[place].endswith(_ASKED) or _any(after[:1], _forms("de")) or typed[place + 1 : place + 2] in _GOING
        )
        if is_wish and not _any((*before, *after[:1]), _MAT | _NA | _NAHI | _ENDS) and not _any(after, _ENDS):
            return True
    return False


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
    """Not "aaj ke baad mat bhejna", which is for ever."""
    for_ever = any(
        word in _SINCE and _any(found[at + 1 : at + 3], _forms("baad")) and _any(found[at + 2 :], _MAT | _NA | _ENDS)
        for at, word in enumerate(found)
    )
    return _any(found, _FOR_NOW) and not _any(found, _AGAIN) and not for_ever


def _ends(found: Sequence[str]) -> bool:
    """Msg band karo, ye sab band kar dijiye; not "dukan band kar di"."""
    for place, word in enumerate(found):
        after = found[place + 1 : place + 4]
        asks = word in _HAS_ENDED or (after and _any(after[:2], _PLEASE_DO)) or _is_all(found, place)
        if word in _ENDS and asks and not _any(after, _DONE):
            about = _any(found, _ABOUT) and not _any(found, _GOODS)
            if about or all(one in _ONLY for one in found):
                return True
    return False


def _is_all(found: Sequence[str], place: int) -> bool:
    """Faltu ke msg band: a few words, and what is to end just before the last."""
    return place == len(found) - 1 < _SHORT and _any(found[max(0, place - 1) : place], _CONTACT)


def _removes(found: Sequence[str]) -> bool:
    """Mera number hatao, list se nikalo."""
    if _any(found, _forms("unsubscribe")):
        return not _any(found, _ASKS)
    for place, word in enumerate(found):
        near = [*found[max(0, place - _NEAR - 2) : place], *found[place + 1 : place + _NEAR]]
        is_mine = _any(near, _MINE) and not (word == _OUT and not _any(near, _LISTS))
        after = found[place + 1 : place + 4]
        is_done = _any(after, _forms("diya chuka chuke gaya liya")) and not _any(after, _forms("jaye jana"))
        if word in _REMOVES and is_mine and not is_done and not _any(found[max(0, place - 1) : place + 2], _MAT | _NA):
            asks = found[place - found[place::-1].index("?") :] if "?" in found[:place] else found
            return not _any(asks, _ASKS) or _any(found, _CONTACT)
    return False


def _is_bothered(found: Sequence[str]) -> bool:
    """Tang aa gaya tumhare msg se, kyu pareshan karte ho, peecha chhodo."""
    if _any(found, _PESTERS) and _any(found, _CONTACT - _forms("disturb") | _forms("kyu roz tum bhej")):
        return not _any(found, _forms("main"))  # "main pareshan hu" tells of oneself
    return _any(found, _ALONE) and _any(found, _forms("chhod"))


def _threatens(found: Sequence[str]) -> bool:
    """Block kar dunga, dobara msg kiya to police me complaint."""
    if "?" in found or not _any(found, _WILL) or _any(found, _MISHAP) or _keeps(found):
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
