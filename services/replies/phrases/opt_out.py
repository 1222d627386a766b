"""Asking never to be written to again: whole messages, Hinglish and Hindi; English sentences are in `english_stop`.

A false alarm loses one contact; a missed one breaks the law.
"""

import re

from services.replies.normalising import any_of

# Whole messages. The first line is what carriers and Twilio honour; the rest says the same in other languages.
_WHOLE = """
stop|stopall|stop all|unsubscribe|unsub|unsubscribe all|cancel|end|quit|revoke|optout|opt out|opt-out|remove|arret|td
stop now|stop please|please stop|just stop|stop stop|ok stop|dnd|do not disturb
remove me|delete me|block|blocked|leave me alone|no more|enough|spam|this is spam|reported|go away|get lost|buzz off
take me off|not again|stop message|no message|don't message|don't contact|never contact me again|delete my number
band karo|bandh karo|bas karo|ruko|hatao|hata do|mat karo|mat bhejo|rok do|rehne do mat bhejo
बंद|बंद करो|बंद करें|बंद कर दो|बंद कीजिए|रोको|रोकें|रोक दो|स्टॉप|स्टाप|हटाओ|हटा दो|हटाएं|मत भेजो|मत करो|अनसब्सक्राइब
viram|विराम|ruk jao|rukja|रुक जाओ|stap|bas bhai bas|bas bas|बस भाई बस|bas karo ab|ab bas karo|अब बस करो|🛑|🚫|🛑🛑|🚫🚫
ब्लॉक|arrêt|arrêter|désabonner|parar|baja|alto|basta|abmelden|stopp|berhenti
"""
WHOLE = frozenset(phrase.strip() for line in _WHOLE.splitlines() for phrase in line.split("|") if phrase.strip())

# Whole messages that end our writing when they answer it, and anything else when they do not.
ANSWERING = frozenset(
    ("stop it", "please stop it", "stop this", "please stop this", "just stop it", "end this", "cancel it")
)

HINGLISH = any_of(
    r"(message|email|call|phone|contact|whatsapp|sms|ad|ads|promotion|spam)( \w+){0,3} (mat|na) (karo|kijiyega|karna|bhejo|kar|karain|kiya|dalo)\b(?! (abhi|aaj|kal|is samay))",
    r"(mat|na) (bheja karo|message karo|call karo|phone karo|contact karo|email karo|pareshan karo)( \w+){0,2}",
    r"(message|email|call|phone|whatsapp|contact|ye sab|yeh sab|ads?|promotion|spam|bhejna)( \w+){0,2} (band|bandh|bund|stop|rok)( karo| kar| kardo| do)\b.{0,10}",
    r"(message|email|call) bhejna (band|bandh|bund)( karo)?",
    r"(pareshan|pareshaan|tang|disturb|dimag kharab) (mat|na) (karo|kar)",
    r"(mera|hamara|mere|humara|is|ye|yeh) (number|no|naam|email|data|contact|nambar)( \w+){0,3} (hata|hatao|delete|remove|nikal|nikalo|mita)\w*.{0,12}",
    r"(mera|hamara|mere|humara) (number|no|naam|email|data|contact|nambar)[ ,\w]{0,25} (hata|nikal|mita|kaat|delete|remove)\w*",
    r"(message|email|call|phone|bhejte|bhejna)[ ,\w]{0,25} (band|bandh|bund) karo",
    r"list (se|mein se|me se)( \w+){0,3} (hata|hatao|nikal|nikalo|remove|delete|kaat|mita)\w*",
    r"(dobara|dubara|firse|phir se|aage se|aainda|kabhi) (\w+ ){0,2}(message|call|contact|email|phone)( \w+){0,1} (mat|na|nahi)( \w+)?",
    r"(dobara|dubara|aage se|aainda|phir kabhi) (mat|na) (karo|bhejo)",
    r"(block|report|complaint?|shikayat) (kar (dunga|dungi|denge|raha|rahi)|karo|karunga|karungi|karenge|kar diya).{0,8}",
    r"(dobara|dubara|phir|firse|aage|kuch|kuchh|kabhi)( \w+){0,2} (mat|na) (bhejo|likho|likhna|likhiye|bhej|karo)\b",
    r"(mat|na) (likho|likhna|likhiye|likhiyega)\b( (mujhe|hume|mere))?",
    r"(koi|aur) (message|email|call) nahi chahiye",
    r"(message|email|call)( \w+)? nahi chahiye",
)

HINDI = re.compile(
    r"(मैसेज|मेसेज|संदेश|सन्देश|मेल|ईमेल|कॉल|फ़ोन|फोन|संपर्क|सम्पर्क|व्हाट्सएप|विज्ञापन|एसएमएस)[^.।?]{0,20}?"
    r"(?<![\u0900-\u097f])((मत|न|ना|बंद|बन्द|नहीं)\s*(कर|भेज|की|चाहि|दे(?!ख))|रोक\s*(दो|दीजिए|दें))"
    r"|(?<![\u0900-\u097f])(मत|ना)\s+लिख"
    r"|(आपको|तुमको|तुम्हें|नंबर|नम्बर)[^.।?]{0,12}ब्लॉक\s+(कर|हो)|(शिकायत|रिपोर्ट)\s+(कर|करूँगा|करूंगा|करेंगे|दर्ज (?!कर ली|हो|की))"
    r"|(?<![\u0900-\u097f])(मत|न|ना)\s+(भेज|मैसेज|मेसेज|कॉल|संपर्क|सम्पर्क|फोन|परेशान)"
    r"|परेशान\s+(मत|न|ना)\s"
    r"|(भेजना|ये सब|यह सब)\s+(बंद|बन्द|रोक)"
    r"|(मेरा|हमारा|मेरे|इस|यह)\s*(नंबर|नम्बर|नाम|ईमेल|डेटा)[^.।?]{0,25}(हटा|डिलीट|निकाल|मिटा|काट)"
    r"|(सूची|लिस्ट)\s*(से|में से)[^.।?]{0,20}(हटा|निकाल|काट|मिटा)"
    r"|(सदस्यता|सब्सक्रिप्शन)[^.।?]{0,10}(रद्द|समाप्त|बंद)"
    r"|(दोबारा|दुबारा|फिर कभी|आगे से|आइंदा)[^.।?]{0,25}(?<![\u0900-\u097f])(मत|न|ना|नहीं)\s"
)
