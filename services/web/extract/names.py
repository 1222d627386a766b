"""What looks like a person's name."""

import re
from collections.abc import Iterator

from services.web.extract.first_names import FIRST_NAMES

_PART = r"[A-Z][a-zà-öø-ÿ'’]+(?:[A-Z][a-zà-öø-ÿ]+)?(?:-[A-Z][a-zà-öø-ÿ]+)?"
_INITIAL = r"[A-Z]\."
_HONOUR = r"(?:(?:Dr|Mr|Mrs|Ms|Prof|Shri|Smt|Capt|Er|CA|Adv)\.?\s+)?"
_PREFIX = r"(?:(?:de|van|von|der|la|bin|al|O['’])\s?)?"
_NAME = re.compile(
    rf"{_HONOUR}(?:{_PART}|{_INITIAL})(?:\s(?:{_PART}|{_INITIAL}|[A-Z](?=\s)|\([A-Z][a-z]+\)|[\"“][A-Z][a-z]+[\"”])){{0,2}}\s{_PREFIX}{_PART}"
)
_ORDINARY_WORDS = """
about above account accounts address affairs agency all also american and annual apply area art articles asset
associates at auto award awards bank bay beach beautiful best beyond big bill blog blue board book booking box
branch building business buy by cafe call campus capital car card care career careers case catering center
central centre certified chat check child choose church city civil class clean client clients clinic club coast
code college columbia come commercial community company complete computer conditions connect construction
contact content corporate council country county court cover create credit custom customer daily data date day
days deals dental department design details development digital direct directions directory district doctor
documents dollar donate door doors download drive east easy eco education email emergency employee employment
energy engineering english enter equipment estate event events every example exchange executive experience
express facebook family faq fax features federal fees field file find fine finance financial fire first fitness
floor florida flower flowers follow food for forgot form forms foundation free french friday friends from full
fund furniture gallery garden general get gift gifts glass global go good google government grand great green
group guide hall hampshire happy have head headquarters health heating help here high hill history hold holiday
home homes hospital hotel hour hours house how human image important in independent index india indian
industrial industry info information instagram institute insurance international internet investment investor
island issues it item items jersey job jobs join kitchen knowledge lake land language laser last latest law
learn legal less library life light line link linkedin links list live living local location locations log login
london long los mail main make management map maps market marketing materials media medical meet member members
menu message mexico mission mobile monday money more mortgage mountain music my name national natural need
network new news newsletter next night no north note notice now number of off office offices official oil old on
one online open opening operations opportunities option order our out over overview page parents park parking
parts party password pay payment people pet phone photo photos place plan planning plans plumbing plus point
policies policy pool pop popular portal portfolio post power practice press price pricing print privacy pro
product products professional profile program programs project projects property provider public purchase
quality question questions quick quote rate rates read real recent red register related rental report request
research reservations reserved residential resort resources restaurant results return returns review reviews
right rights river road roof roofing room rooms safety sale sales salon san santa saturday save schedule school
science search season secure security see select self sell send senior september service services set shipping
shop shopping show sign site sitemap skip small social software solution solutions some south spa special
specials sports staff standard star start state statement states station stay steel step stock store stores
story street student students studio submit success suite summer sunday support system systems team tech
technical technology tel telephone terms test testimonials text thank thanks that the their this thursday time
tips to today toll tools top total tour town toys track trade training travel tree tuesday twitter type under
union united university up update upcoming us use user valley value vice video view village vision visit visitor
wall warranty was washington water way we web website wedding wednesday week weekly welcome wellness west what
when where white who why will window windows wine winter with women wood word work working world worldwide write
year years yellow york you your youtube zip january february march april june july august october november
december road street avenue lane nagar marg colony layout sector phase floor tower complex mumbai delhi
bengaluru bangalore chennai kolkata hyderabad pune jaipur ahmedabad new kingdom america canada australia owner
founder manager director president chairman officer partner agent chief coordinator representative assistant ltd
limited inc llc pvt private corp corporation copyright
"""
_HONOURS = frozenset({"Dr", "Mr", "Mrs", "Ms", "Prof", "Shri", "Smt", "Capt", "Er", "CA", "Adv"})
_ORDINARY = frozenset(_ORDINARY_WORDS.split())


def is_name(text: str) -> bool:
    """Whether the whole text is a name of two to four words, none of them an ordinary word of web pages."""
    text = text.strip()
    return 5 <= len(text) <= 40 and bool(_NAME.fullmatch(text)) and _has_no_ordinary_word(text)


def is_known_name(text: str) -> bool:
    """Whether it is a name that starts with a common first name, perhaps after an initial or "Dr."."""
    words = [word for word in re.findall(r"[A-Za-z]+", text) if len(word) > 1 and word not in _HONOURS]
    return bool(words) and words[0].lower() in FIRST_NAMES and is_name(text)


def names_in(text: str) -> Iterator[tuple[int, int, str]]:
    """(start, end, name) of what looks like names inside a text."""
    for hit in _NAME.finditer(text):
        if _has_no_ordinary_word(hit[0]) and len(hit[0]) <= 40:
            yield hit.start(), hit.end(), hit[0]


def _has_no_ordinary_word(text: str) -> bool:
    return not any(word.lower() in _ORDINARY for word in re.findall(r"[A-Za-z]+", text))
