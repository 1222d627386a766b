"""States and provinces: one spelling for each, whatever abbreviation, former name or script it is written in."""

from functools import cache

# Postal letters: official name: other spellings. The first letters are the ones of the gazetteer's tables.
_INDIA = """
AN:Andaman and Nicobar Islands:andaman & nicobar,andaman nicobar,अंडमान और निकोबार द्वीपसमूह
AP:Andhra Pradesh:andhra,आंध्र प्रदेश,आन्ध्र प्रदेश,ఆంధ్రప్రదేశ్
AR:Arunachal Pradesh:arunachal,अरुणाचल प्रदेश
AS:Assam:asom,असम,অসম,আসাম
BR:Bihar:bh,बिहार
CG:Chhattisgarh:ct,chattisgarh,chhatisgarh,chattishgarh,छत्तीसगढ़
CH:Chandigarh:चंडीगढ़
DL:Delhi:nct of delhi,national capital territory of delhi,new delhi,ncr,दिल्ली,नई दिल्ली
DN:Dadra and Nagar Haveli and Daman and Diu:dd,dnhdd,dadra and nagar haveli,daman and diu,daman & diu
GA:Goa:गोवा
GJ:Gujarat:gujrat,गुजरात,ગુજરાત
HP:Himachal Pradesh:himachal,हिमाचल प्रदेश
HR:Haryana:hariyana,हरियाणा
JH:Jharkhand:jharkand,झारखंड,झारखण्ड
JK:Jammu and Kashmir:j&k,jammu & kashmir,jammu kashmir,kashmir,जम्मू और कश्मीर
KA:Karnataka:karnatka,mysore state,कर्नाटक,ಕರ್ನಾಟಕ
KL:Kerala:keralam,केरल,കേരളം
LA:Ladakh:लद्दाख
LD:Lakshadweep:लक्षद्वीप
MH:Maharashtra:maharastra,maharashtra state,महाराष्ट्र
ML:Meghalaya:मेघालय
MN:Manipur:मणिपुर
MP:Madhya Pradesh:madhyapradesh,मध्य प्रदेश
MZ:Mizoram:मिज़ोरम
NL:Nagaland:नागालैंड
OD:Odisha:or,orissa,ओडिशा,उड़ीसा,ଓଡ଼ିଶା
PB:Punjab:panjab,पंजाब,ਪੰਜਾਬ
PY:Puducherry:pondicherry,pondy,पुदुचेरी
RJ:Rajasthan:rajsthan,राजस्थान
SK:Sikkim:सिक्किम
TN:Tamil Nadu:tamilnadu,tamil naidu,तमिलनाडु,தமிழ்நாடு
TR:Tripura:त्रिपुरा
TS:Telangana:tg,telengana,तेलंगाना,తెలంగాణ
UK:Uttarakhand:ua,ut,uttaranchal,uttrakhand,उत्तराखंड,उत्तराखण्ड
UP:Uttar Pradesh:uttarpradesh,उत्तर प्रदेश
WB:West Bengal:bengal,w bengal,पश्चिम बंगाल,পশ্চিমবঙ্গ
"""
_UNITED_STATES = """
AL:Alabama AK:Alaska AZ:Arizona AR:Arkansas CA:California CO:Colorado CT:Connecticut DE:Delaware
DC:District_of_Columbia:washington_d.c. FL:Florida GA:Georgia HI:Hawaii ID:Idaho IL:Illinois IN:Indiana IA:Iowa
KS:Kansas KY:Kentucky LA:Louisiana ME:Maine MD:Maryland MA:Massachusetts MI:Michigan MN:Minnesota MS:Mississippi
MO:Missouri MT:Montana NE:Nebraska NV:Nevada NH:New_Hampshire NJ:New_Jersey NM:New_Mexico NY:New_York
NC:North_Carolina ND:North_Dakota OH:Ohio OK:Oklahoma OR:Oregon PA:Pennsylvania RI:Rhode_Island SC:South_Carolina
SD:South_Dakota TN:Tennessee TX:Texas UT:Utah VT:Vermont VA:Virginia WA:Washington WV:West_Virginia WI:Wisconsin
WY:Wyoming PR:Puerto_Rico
"""
_CANADA = """
AB:Alberta BC:British_Columbia MB:Manitoba NB:New_Brunswick NL:Newfoundland_and_Labrador:newfoundland
NS:Nova_Scotia NT:Northwest_Territories NU:Nunavut ON:Ontario PE:Prince_Edward_Island QC:Quebec:pq,québec
SK:Saskatchewan YT:Yukon
"""
_AUSTRALIA = """
ACT:Australian_Capital_Territory NSW:New_South_Wales NT:Northern_Territory QLD:Queensland SA:South_Australia
TAS:Tasmania VIC:Victoria WA:Western_Australia
"""
_BRITAIN = "ENG:England SCT:Scotland WLS:Wales:cymru NIR:Northern_Ireland"
_TABLES = {
    "IN": _INDIA.strip().split("\n"),
    **{
        region: [row.replace("_", " ") for row in table.split()]
        for region, table in (("US", _UNITED_STATES), ("CA", _CANADA), ("AU", _AUSTRALIA), ("GB", _BRITAIN))
    },
}


@cache
def _table(region: str) -> tuple[dict[str, str], dict[str, str]]:
    """(spelling → letters, letters → name)."""
    spellings, names = {}, {}
    for row in _TABLES.get(region, []):
        letters, name, *others = row.split(":")
        names[letters] = name
        for spelling in (letters, name, *(others[0].split(",") if others else ())):
            spellings.setdefault(_plain(spelling), letters)
    return spellings, names


def _plain(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum() or "\u0900" <= letter <= "\u0dff")


def state_letters(text: str, region: str = "IN") -> str:
    """The postal letters of a state written in any way, "" when `region` has no such state."""
    spellings, _ = _table(region)
    plain = _plain(text)
    return spellings.get(plain) or spellings.get(plain.removesuffix("state"), "")


def state_name(letters: str, region: str = "IN") -> str:
    """The official name behind postal letters; "" for letters that `region` does not use."""
    return _table(region)[1].get(letters, "")


def normalise_state(text: str, region: str = "IN") -> str:
    """ "MH", "maharashtra" and "महाराष्ट्र" are Maharashtra; what is no state of `region` stays as it is written."""
    letters = state_letters(text, region)
    return state_name(letters, region) if letters else " ".join(text.split())


def states_of(region: str = "IN") -> list[str]:
    """The official names, in the alphabet's order."""
    return sorted(_table(region)[1].values())
