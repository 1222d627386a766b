"""Words that stand before and after people's names, in English and in India's scripts."""

import re

# Said before a name and telling nothing about the person.
_COURTESY_WORDS = """
mr mrs ms miss mx master mister madam sir shri shree sri sree shriman smt smti shrimati srimati sau kum kumari
sushri susri messrs m/s thiru tmt selvi janab mohtarma श्री श्रीमती श्रीमान सुश्री कुमारी कु सौ मिस श्रीमति শ্রী শ্রীমতী
শ্রীমতি শ্রীযুক্ত শ্ৰী শ্ৰীমতী ਸ੍ਰੀ ਸ਼੍ਰੀ ਸ਼੍ਰੀਮਤੀ ਸ੍ਰੀਮਤੀ શ્રી શ્રીમતી ଶ୍ରୀ ଶ୍ରୀମତୀ திரு திருமதி செல்வி శ్రీ శ్రీమతి ಶ್ರೀ ಶ್ರೀಮತಿ
ശ്രീ ശ്രീമതി
"""
COURTESY = frozenset(_COURTESY_WORDS.split())
# Earned, and used when one speaks to the person; written in one way.
TITLES = {
    "dr": "Dr.", "doctor": "Dr.", "prof": "Prof.", "professor": "Prof.", "ca": "CA", "cma": "CMA", "adv": "Adv.",
    "advocate": "Adv.", "er": "Er.", "engr": "Er.", "ar": "Ar.", "capt": "Capt.", "captain": "Capt.", "col": "Col.",
    "maj": "Maj.", "lt": "Lt.", "gen": "Gen.", "brig": "Brig.", "wg": "Wg.", "rev": "Rev.", "fr": "Fr.",
    "pandit": "Pandit", "pt": "Pandit", "sardar": "Sardar", "justice": "Justice", "hon": "Hon.", "ustad": "Ustad",
    "डॉ": "डॉ.", "डा": "डॉ.", "डॉक्टर": "डॉ.", "प्रो": "प्रो.", "पं": "पं.", "पंडित": "पं.", "एड": "एड.", "अधिवक्ता": "एड.",
    "ডঃ": "ডঃ", "ডাঃ": "ডাঃ", "ডা": "ডাঃ", "ડૉ": "ડૉ.", "ડો": "ડૉ.", "ਡਾ": "ਡਾ.", "டாக்டர்": "டாக்டர்", "డా": "డా.",
    "డాక్టర్": "డా.", "ಡಾ": "ಡಾ.", "ഡോ": "ഡോ.", "ଡ": "ଡ.", "ଡା": "ଡା.",
}  # fmt: skip
ALSO_NAMES = {"ca", "ar", "hon"}
SHORTENED = {"md", "mohd", "sk"}
RESPECT = frozenset("ji jee sahab saheb sahib garu gaaru avargal जी साहब साहेब గారు அவர்கள் ಅವರು".split())  # noqa: SIM905
CREDENTIALS = re.compile(
    r"(?i)^(?:ph\.?\s?d|m\.?b\.?b\.?s|b\.?d\.?s|m\.?d\.?s|m\.?d|m\.?s|d\.?m|d\.?n\.?b|m\.?ch|b\.?a\.?m\.?s|b\.?h\.?m\.?s"
    r"|f\.?r\.?c\.?s|m\.?r\.?c\.?p|b\.?tech|m\.?tech|b\.?e|m\.?e|b\.?com|m\.?com|m\.?b\.?a|b\.?b\.?a|m\.?c\.?a|b\.?c\.?a"
    r"|b\.?sc|m\.?sc|ll\.?b|ll\.?m|f\.?c\.?a|a\.?c\.?a|a\.?c\.?s|f\.?c\.?s|c\.?p\.?a|c\.?f\.?a|c\.?f\.?p|p\.?m\.?p|esq|rdh|dds"
    r"|dmd|rn|pe|aia|b\.?arch|m\.?arch|b\.?ed|m\.?ed|b\.?pharm|m\.?pharm|ias|ips|retd)\.?$"
)
GENERATION = re.compile(r"(?i)^(?:jr|sr|ii|iii|iv)\.?$")
PARTICLES = frozenset("de da di del della dos du la le van von der den ter bin binti ibn al el".split())  # noqa: SIM905
NO_NAME = re.compile(
    r"(?i)^(?:n\W?a|nil|null|none|unknown|undefined|test(?:ing)?|admin|user|(?:first |last |full |no |your )?name"
    r"|customer|guest|anonymous|contact|info|sales|owner|manager|xyz|abc|asdf|xxx+|-+"
    r"|not (?:available|known|specified|provided))$"
)
SPECIAL = frozenset(
    {*COURTESY, *TITLES, *RESPECT, *PARTICLES, "mbbs", "mba", "bds", "mds", "phd", "esq", "name", "test"}
)
