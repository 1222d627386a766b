"""Who says stop in another of India's languages is heard, in its own script and in Latin letters."""

import pytest

from services.replies.phrases import indian
from services.replies.rules import Label, classify

# fmt: off
STOP = {
    "Bengali":
        "বন্ধ করুন|থামুন।|Bondho korun 🙏|আমাকে আর মেসেজ পাঠাবেন না|দয়া করে ফোন করবেন না|আমার নম্বর মুছে ফেলুন|message pathaben na",
    "Marathi":
        "बंद करा|थांबवा!|मला पुन्हा मेसेज पाठवू नका|कृपया संपर्क करू नका|माझा नंबर काढून टाका|मेसेज नको|mala msg pathvu naka",
    "Telugu": "ఆపండి|ఆపు|నాకు మెసేజ్ పంపవద్దు|దయచేసి సందేశాలు పంపకండి|నా నంబర్ తొలగించండి|messages pampakandi|aapandi",
    "Tamil": "நிறுத்து|நிறுத்தவும்|எனக்கு செய்தி அனுப்ப வேண்டாம்|மெசேஜ் அனுப்பாதீர்கள்|என் எண்ணை நீக்கவும்|msg anuppatheenga|niruthunga",
    "Gujarati": "બંધ કરો|મને મેસેજ ન મોકલો|કૃપા કરીને મેસેજ મોકલશો નહીં|મારો નંબર કાઢી નાખો|message moklo nahi",
    "Urdu": "بند کریں|مجھے میسج مت بھیجو|براہ کرم پیغام نہ بھیجیں|میرا نمبر ہٹا دیں",
    "Kannada": "ನಿಲ್ಲಿಸಿ|ನನಗೆ ಮೆಸೇಜ್ ಕಳುಹಿಸಬೇಡಿ|ದಯವಿಟ್ಟು ಸಂದೇಶ ಕಳಿಸಬೇಡಿ|ನನ್ನ ನಂಬರ್ ತೆಗೆದುಹಾಕಿ|message kalisabedi",
    "Malayalam": "നിർത്തുക|നിര്‍ത്തുക|എനിക്ക് മെസ്സേജ് അയക്കരുത്|ദയവായി സന്ദേശങ്ങൾ അയയ്ക്കരുത്|എന്റെ നമ്പർ നീക്കം ചെയ്യുക|message ayakkaruthu",
    "Punjabi": "ਬੰਦ ਕਰੋ|ਮੈਨੂੰ ਮੈਸੇਜ ਨਾ ਭੇਜੋ|ਕਿਰਪਾ ਕਰਕੇ ਸੁਨੇਹਾ ਨਾ ਭੇਜੋ|ਮੇਰਾ ਨੰਬਰ ਹਟਾਓ|message na bhejo",
    "Odia": "ବନ୍ଦ କରନ୍ତୁ|ମୋତେ ମେସେଜ ପଠାନ୍ତୁ ନାହିଁ|ମୋ ନମ୍ବର ହଟାନ୍ତୁ",
    "Assamese": "বন্ধ কৰক|মোক মেছেজ নপঠিয়াব",
}
# fmt: on
GO_ON = """
আমাদের দোকান রবিবার বন্ধ থাকে
দাম কত?
মেসেজ পাঠান
दुकान सोमवारी बंद असते
मेसेज पाठवा
किंमत किती आहे?
ధర ఎంత?
మెసేజ్ పంపండి
விலை என்ன?
செய்தி அனுப்புங்கள்
દુકાન રવિવારે બંધ છે
મેસેજ મોકલો
قیمت کیا ہے؟
میسج بھیجیں
ಬೆಲೆ ಎಷ್ಟು?
ಮೆಸೇಜ್ ಕಳುಹಿಸಿ
വില എത്രയാണ്?
മെസ്സേജ് അയക്കൂ
ਕੀਮਤ ਕੀ ਹੈ?
ਮੈਸੇਜ ਭੇਜੋ
ଦାମ କେତେ?
message pathan
message anuppunga
naka number 4
"""
SAID = [(language, text) for language, texts in STOP.items() for text in texts.split("|")]


@pytest.mark.parametrize(("language", "text"), SAID)
def test_stop_is_heard_in_every_language(language: str, text: str) -> None:
    reply = classify(text)
    assert (reply.label, reply.opt_out, reply.converts) == (Label.OPT_OUT, True, False)


@pytest.mark.parametrize("text", GO_ON.strip().splitlines())
def test_what_is_not_stop_suppresses_nobody(text: str) -> None:
    assert not classify(text).opt_out


@pytest.mark.parametrize("text", sorted(indian.WHOLE))
def test_every_word_of_the_list_is_heard(text: str) -> None:
    assert classify(f" {text}! ").opt_out
