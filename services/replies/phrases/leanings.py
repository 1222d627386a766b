"""Turns of phrase that lean towards a meaning without settling it: what the learned classifier weighs.

Each may be wrong by itself. Written from how English, Hindi and Hinglish say these things, in both scripts.
"""

import re

_DAY = (
    r"(monday|tuesday|wednesday|thursday|friday|saturday|sunday|today|tomorrow|kal|parso|aaj|tonight|weekend|noon|"
    r"som(va|wa|vaa|waa)r|mangal(va|wa|vaa|waa)r|budh(va|wa|vaa|waa)r|guru(va|wa|vaa|waa)r|shukra?(va|wa|vaa|waa)r|"
    r"shani(va|wa|vaa|waa)r|ravi(va|wa|vaa|waa)r|itwar|subah|shaam|sham|dopahar|dopeher|raat|morning|evening|afternoon|"
    r"\d{1,2} ?(am|pm|baje|o'clock)|at \d{1,2}|सोमवार|मंगलवार|बुधवार|गुरुवार|शुक्रवार|शनिवार|रविवार|कल|परसों|आज|सुबह|शाम|दोपहर|रात|बजे)"
)
_PLACE = (
    r"(office|shop|dukaan|dukan|showroom|factory|godown|warehouse|site|store|clinic|branch|ghar|home|place|cafe|"
    r"ऑफिस|कार्यालय|दुकान|शोरूम|फैक्ट्री|गोदाम|साइट|क्लिनिक|घर|शाखा)"
)
_COMES = r"(aao|aa jao|aa jana|aaiye|aa jaiye|aake|aakar|aana|aaunga|aaungi|aayenge|aata|come|drop (in|by)|visit|walk in|stop by|आइए|आ जाइए|आकर|आना|आऊँगा|आऊंगा|आएँगे|आएंगे|आओ|आ जाओ)"
_MEETS = r"(meet|milte|milenge|mil lo|mil ke|milke|milkar|milna|milo|mulakat|mulaqat|मिलते|मिलेंगे|मिल लीजिए|मिलकर|मिलना|मिलिए|मुलाकात|मुलाक़ात)"
_CALLS = r"(call|phone|ring|fone|कॉल|फोन|फ़ोन)"
_DOES = r"(karo|kar|karta|karunga|karte|lagao|lagana|kara|karwa|karenge|कर|करो|करें|कीजिए|कीजिएगा|लगा)"
_AWAY = r"(chutti|chhutti|chuti|leave|vacation|holiday|avkash|pto|छुट्टी|अवकाश)"
_BACK = r"(wapas|vapas|wapsi|vapsi|return(ing)?|back|laut\w*|लौट|वापस|वापसी)"
_SOON = r"(jald(i| hi)?|jaldi|sheeghra|shortly|soon|24 (ghante|hours)|within|जल्द|जल्दी|शीघ्र)"
_ANSWERS = r"(jawab|uttar|reply|respond|sampark|contact|call|get back|answer|जवाब|उत्तर|संपर्क|सम्पर्क)"
_GOT = r"(mil gay[aie]|mila|prapt|darj|received|मिल गया|मिल गई|मिला|प्राप्त|दर्ज)"
_NAHI = r"(nahi|na|नहीं|नही)"
_WANTS_NOT = r"(chahiye|lena|leni|lenge|lunga|karo|karenge|kar payenge|le payenge|padna|pasand|jachta|चाहिए|लेना|लेनी|लेंगे|लूँगा|करना|करेंगे|कर पाएँगे|ले पाएँगे|पसंद)"
_LATER = r"(baad|later|after|until|once|अगले|बाद|agle|agli|next|phir|fir|tab|तब|जब|jab)"

_SOURCES: dict[str, tuple[str, ...]] = {
    "meets_on_day": (rf"{_MEETS}.{{0,40}}{_DAY}", rf"{_DAY}.{{0,40}}{_MEETS}"),
    "meets": (_MEETS, r"(meeting|appointment|demo|zoom|slot|google meet|calendar|visit|मीटिंग|अपॉइंटमेंट|ज़ूम|डेमो)"),
    "comes_to_place": (rf"{_PLACE}.{{0,25}}{_COMES}", rf"{_COMES}.{{0,25}}{_PLACE}", rf"{_DAY}.{{0,25}}{_COMES}"),
    "sends_person": (
        r"(kisi ko|apna (banda|aadmi)|engineer|executive|salesman|team|your (man|person|people|team)|किसी को|इंजीनियर)"
        r".{0,30}(bhejo|send|भेज)",
        r"send (me )?(your|a|some) (man|person|people|team|engineer|executive|someone)",
    ),
    "calls": (
        rf"{_CALLS} (pe |par |पर )?{_DOES}",
        r"(call|phone|ring) me",
        r"(फोन|फ़ोन|कॉल) पर बात",
        rf"{_CALLS} pe baat",
    ),
    "calls_on_day": (rf"{_DAY}.{{0,25}}{_CALLS}", rf"{_CALLS}.{{0,25}}{_DAY}"),
    "fixes_time": (
        r"(fix|book|rakh|set|schedule|arrange|tay|तय|रख|बुक)\b.{0,25}(time|slot|meeting|demo|appointment|visit|samay|समय|मीटिंग)",
        r"(time|slot|meeting|demo|appointment|visit|samay|समय|मीटिंग|अपॉइंटमेंट).{0,25}(fix|book|rakh|de do|set|tay|तय|रख|बुक|दे दीजिए)",
    ),
    "has_day": (_DAY,),
    "on_leave": (
        rf"{_AWAY} (par|pe|per|पर)",
        rf"on (\w+ ){{0,2}}{_AWAY}",
        r"(out|away|bahar|बाहर).{0,12}(office|कार्यालय|ऑफिस)",
        r"(office|कार्यालय|ऑफिस).{0,10}(se bahar|में नहीं|me nahi|mein nahi|से बाहर)",
    ),
    "until_date": (
        r"\d{1,2}.{0,14}(tak|तक)",
        r"(until|till|through) (\w+ )?(\d|mon|tue|wed|thu|fri|sat|sun|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|tomorrow)",
        r"(tarikh|tareekh|तारीख) (tak|तक)",
    ),
    "back_on_day": (rf"({_DAY}|\d).{{0,16}}{_BACK}", rf"{_BACK}.{{0,16}}({_DAY}|\d)"),
    "in_absence": (
        r"(absence|gair ?maujoodgi|gairhaziri|अनुपस्थिति|गैरहाजिरी)",
        rf"{_AWAY}.{{0,20}}(dauran|during|दौरान)",
        r"(meri jagah|मेरी जगह|in my place)",
    ),
    "answers_soon": (rf"{_SOON}.{{0,40}}{_ANSWERS}", rf"{_ANSWERS}.{{0,40}}{_SOON}"),
    "message_received": (
        r"(message|sandesh|query|enquiry|inquiry|email|request|संदेश|मैसेज|ईमेल|पूछताछ).{0,25}" + _GOT,
        r"received your",
    ),
    "thanks_for_writing": (
        r"(karo|karne|likhne|bhejne|message|email|contacting|writing|reaching|करने|लिखने|भेजने).{0,14}(liye|for|लिए).{0,8}(thanks|dhanyava?a?d|dhanyawa?a?d|shukriya|aabhar|धन्यवाद|शुक्रिया|आभार)",
        r"(thanks|thank you) for (your|contacting|writing|reaching|getting|messag|the message)",
    ),
    "team_will": (
        r"(team|executive|representative|pratinidhi|agents?|staff|टीम|प्रतिनिधि|कर्मचारी).{0,30}(will|karega|karegi|denge|degi|dega|करेगी|करेंगे|देगी|देंगे|करेगा|busy|व्यस्त)",
    ),
    "automatic": (
        r"(auto(matic|mated)?\b|swachalit|system ne|apne aap|स्वचालित|अपने आप|सिस्टम)",
        r"(press|dabaye|dabaiye|दबाएँ|दबाएं|select) ?\d?",
    ),
    "hours": (
        r"(hours|timings?|ghante|samay|समय|घंटे).{0,40}\d",
        r"\d.{0,20}(se|to|से).{0,10}\d.{0,20}(khul|open|baje|बजे|खुल)",
    ),
    "closed_for_now": (
        rf"{_PLACE}.{{0,40}}(band|closed|बंद)",
        r"(band rahega|band hai|is closed|are closed|remain closed|बंद रहेगा|बंद है|बंद रहेगी|बंद हैं)",
        r"(online|available|uplabdh|उपलब्ध|ऑनलाइन).{0,8}(nahi|नहीं|not)",
        r"not (online|available)",
    ),
    "wrong": (r"(wrong|galat|galt|गलत|ग़लत).{0,25}(number|nambar|person|jagah|place|message|नंबर|जगह|व्यक्ति|मैसेज)",),
    "not_that_person": (
        rf"(main|mai|i'm|मैं).{{0,20}}{_NAHI} (hu|hoon|हूँ|हूं)",
        r"i'm not (the|a|mr|ms|him|her)",
        r"(kisi aur|kisi dusre|somebody else|someone else|किसी और|किसी दूसरे|दूसरे).{0,20}(ka|ke|ko|number|hai|का|के|को|पास|नंबर)",
        rf"(yahan|yaha|here|यहाँ|यहां).{{0,25}}(koi|nobody|no one|कोई).{{0,25}}{_NAHI}",
        rf"(yahan|यहाँ|यहां|ab|अब).{{0,25}}{_NAHI}.{{0,12}}(rehte|rehta|karte|karta|hai|hain|hu|रहते|करते|करता|हैं|हूँ|है)",
        r"by that name",
        r"(is|इस) (naam|नाम) (ka|का)",
    ),
    "no_such_business": (
        r"(hum|hamara|humara|mera|main|we|हम|हमारा|मेरा).{0,30}(hotel|business|dukaan|factory|clinic|restaurant|shop|company|होटल|व्यापार|दुकान|कारखाना|फैक्ट्री).{0,16}(nahi|नहीं|not)",
        r"(don't|not) (have|run|own) (a|any) \w+",
        r"(student|housewife|naukri|driver|employee|vidyarthi|विद्यार्थी|गृहिणी|नौकरी|ड्राइवर)",
    ),
    "not_my_work": (
        rf"(main|mai|hum|i|mera|मैं|मेरा|यह काम|ye kaam|ye).{{0,25}}{_NAHI}.{{0,12}}(dekhta|dekhte|sambhal|leta|lete|department|vibhag|देखता|देखते|संभाल|लेता|विभाग)",
        r"(don't|not) (handle|decide|deal|look after|manage)",
        r"(not|isn't) my (department|job|work|area)",
    ),
    "ask_someone_else": (
        r"(manager|malik|owner|boss|head|department|dept|accountant|director|sir|sahab|madam|purchase|accounts|hr|मैनेजर|मालिक|विभाग|साहब|बॉस|निदेशक|हेड).{0,20}(se|ko|से|को).{0,14}(baat|puch|pooch|poocho|milo|likh|sampark|contact|बात|पूछ|मिल|लिख|संपर्क)",
        r"(speak|talk|write|contact|ask|email|call)( to| with)? (the|my|our) \w+",
        r"(bhaiya|bhai sahab|papa|unse|unko|उनसे|उन्हें|भैया).{0,10}(puch|pooch|milo|likh|baat|पूछ|मिल|लिख|बात)",
    ),
    "left_job": (
        r"(resign|retire|transfer|tabadla|रिटायर|तबादला|इस्तीफा|इस्तीफ़ा)",
        r"(company|job|naukri|कंपनी|नौकरी).{0,12}(chhod|chod|badal|left|छोड़|बदल)",
        r"(has |have )?left (the|that|this) (company|job|firm)",
        r"no longer (work|with|at|in|here)",
    ),
    "wants_not": (
        rf"{_NAHI} (mujhe )?{_WANTS_NOT}",
        rf"{_WANTS_NOT}.{{0,6}}{_NAHI}",
        r"(not|don't|won't|can't|rather not|wouldn't) (want|interested|need|be|go|take|think|like|afford|count)",
    ),
    "no_use": (
        rf"(kaam|fayda|matlab|use|zarurat|jarurat|zaroorat|ruchi|interest|mann|time|bharosa|काम|फ़ायदा|फायदा|मतलब|ज़रूरत|जरूरत|रुचि|मन|भरोसा|समय).{{0,16}}{_NAHI}",
        r"(no|of no|not) (use|need|relevant|interest|time|point)",
    ),
    "has_one": (
        r"(pehle|pahle|already|पहले) ?(se|hi|से|ही)?.{0,25}(hai|liya|karwa|have|got|है|लिया|करवा)",
        r"(dusre|doosre|kisi aur|someone else|another|किसी और|दूसरे).{0,16}(se|vendor|company|से).{0,16}(le|karwa|liya|ले|करवा)",
        r"(khud|ourselves|in-?house|myself|ख़ुद|खुद)( hi| ही)? ?(kar|bana|do|कर|बना)",
        r"(purana|current|present|existing|पुराना|पुराने).{0,25}(theek|thik|fine|good|happy|ठीक|अच्छा|wala|वाला)",
    ),
    "too_dear": (
        r"(mehnga|mahnga|mahanga|costly|expensive|zyada hai|jyada hai|bas ka|bas ki|afford|महँगा|महंगा|ज़्यादा है|ज्यादा है|बस का|बस की)",
    ),
    "gave_up": (
        r"(band kar|bech|chhod|chod|shut|sold|closed down|बंद कर|बेच|छोड़).{0,8}(di|diya|chuke|down|दी|दिया|चुके)",
        r"(sold|shut|left) (the|my|our|this|down)",
    ),
    "distrust": (r"(fraud|scam|fake|faltu|bakwas|dhokha|bekar|waste|luta|thag|बेकार|धोखा|बर्बाद|बकवास|ठग|फ़र्ज़ी|फर्जी)",),
    "let_be": (
        r"(rehne|rahne|chhodo|chodo|chhod do|jaane do|रहने|छोड़ो|छोड़िए|जाने) ?(do|dijiye|दो|दीजिए)?",
        r"(mana|मना).{0,8}(hai|kar|है|कर)",
        r"(maaf|माफ|क्षमा|sorry)",
    ),
    "now_not": (
        rf"(abhi|filhal|filhaal|now|अभी|फिलहाल|फ़िलहाल).{{0,25}}({_NAHI}|not)",
        r"not (now|yet|right now|ready)",
    ),
    "later_on": (
        rf"{_LATER}.{{0,30}}(baat|dekh|soch|bata|le|lenge|karo|karunga|yaad|message|talk|look|check|plan|revisit|बात|देख|सोच|बता|लेंगे|करूँगा|करेंगे|याद)",
        r"(remind|yaad dila|याद दिला)",
    ),
    "next_period": (
        r"(agle|agli|next|अगले|अगली) (hafte|mahine|saal|season|baar|month|week|year|quarter|साल|महीने|हफ्ते|हफ़्ते|सप्ताह|तिमाही|सीज़न|बार)",
        r"\w+ (din|hafte|mahine|months?|weeks?|महीने|हफ्ते|दिन) (baad|later|बाद)",
    ),
    "going_on": (
        r"(chal rah|ho rah|ban rah|चल रह|हो रह|बन रह)",
        r"(khatam|khatm|nipat|complete|over|खत्म|ख़त्म|पूरा).{0,10}(ho|hone|is|jaye|होने|हो)",
    ),
    "busy": (
        r"(busy|vyast|bizi|drive|driving|occupied|hospital|tabiyat|unwell|bimar|व्यस्त|तबीयत|बीमार|अस्पताल|गाड़ी चला)",
    ),
    "will_tell": (
        r"(soch|puch|pooch|salah|baat|dekh|free ho|सोच|पूछ|सलाह|बात|देख).{0,8}(ke|kar|karo|kar ke|कर|करके).{0,10}(bata|reply|jawab|बता|जवाब)",
        r"(khud|खुद|ख़ुद) (bata|call|बता)",
        r"(let me|will|we'll|i'll|need to) (think|ask|check|discuss|consider|tell|let you know|get back|see)",
        r"(bata denge|batata hu|bataunga|batayenge|बताएँगे|बताऊँगा|बताएंगे|बताऊंगा|बताता हूँ)",
    ),
    "wants": (
        r"(chahiye|lena hai|leni hai|karwana hai|karana hai|lagwana hai|चाहिए|लेना है|लेनी है|करवाना है|लगवाना है|लेना चाह)",
        r"(i|we)('d| would)? (want|need|love|like|take|wish)",
        r"(lenge|le lete|le lunga|लेंगे|ले लेते)",
    ),
    "do_mine": (
        r"(mera|hamara|humara|mujhe|hume|मेरा|हमारा|हमें|मुझे)( \w+)? (bhi|भी)",
        r"(mera|hamara|humara|apna|मेरा|हमारा).{0,14}(kar do|karo|likh|book|laga do|कर दीजिए|कर दो|लिख)",
    ),
    "orders": (
        r"(order|book|advance|quotation|quote|invoice|sample|trial|piece|pack|registration|admission|ऑर्डर|बुक|सैंपल|कोटेशन|पीस|दाखिला|एडवांस|ट्रायल|रजिस्ट्रेशन)",
    ),
    "asks_for_info": (
        r"(details?|brochure|catalogu?e?|jaankari|jankari|info|information|photos?|pics|design|डिटेल|ब्रोशर|कैटलॉग|जानकारी|फोटो|डिज़ाइन|डिजाइन).{0,25}(bhejo|send|share|dikha|do|dijiye|email|भेज|डाल|शेयर|दिखा|दो|दीजिए)",
        r"(send|share|email|forward)( me| us)?( the| your| some| complete| full)? ?(details?|brochure|catalogu?e?|info|information|quotation)",
    ),
    "agrees": (
        r"^(haan|ji haan|bilkul|pakka|theek|done|chalo|yes|yeah|sure|ok|okay|absolutely|fine|हाँ|हां|बिल्कुल|ठीक|जी हाँ)\b",
        r"(manzoor|shuru karo|shuru karte|aage badh|start|go ahead|taiyar|ready|मंज़ूर|मंजूर|शुरू|आगे बढ़|तैयार)",
    ),
    "likes": (
        r"(badhiya|accha laga|achha laga|pasand hai|pasand aay|mast|sahi time|sahi hai|good timing|दाम ठीक|अच्छा लगा|बढ़िया|पसंद है|पसंद आय)",
        r"(dhoond|dhundh|talash|looking for|searching for|ढूँढ|तलाश)",
    ),
    "was_done": (
        r"(kar|bhej|daal|dal|jama|transfer|pahunch|mil|aa|ho|made|paid|sent|arrived|received|कर|भेज|डाल|जमा|पहुँच|मिल)( \w+)? ?(diya|di|diye|gaya|gayi|gaye|tha|the|thi|hai|दिया|दी|दिए|गया|गई|था|थी)\b",
        r"(made|paid|sent|arrived|attached|noted|seen|received)\b",
        r"(dekh liya|देख लिया)",
    ),
    "exclaims": (r"^(what an? |how (nice|sweet|lovely)|kya baat|wah\b|haha|hmm|क्या बात|वाह|अरे वाह)",),
    "when_needed": (
        r"(zarurat|jarurat|zaroorat|kaam|lena|ज़रूरत|जरूरत|काम|लेना).{0,10}(pad|hog|hua|पड़|होगी|होगा|हुआ)",
        r"(when|if) (we|i|something|the need)",
    ),
    "no_money": (
        r"(paise|paisa|budget|funds|money|haath|पैसे|बजट|हाथ).{0,20}(nahi|tight|kam|tang|khatam|नहीं|तंग|कम)",
        r"no (money|budget|funds)",
        r"(budget|approve|approval|बजट).{0,20}(khul|ho|hone|होने|खुल)",
    ),
    "has_need": (
        r"(have|there is|got) (a|an|some) (requirement|need)",
        r"(zarurat|jarurat|requirement|talash|ज़रूरत|जरूरत|तलाश).{0,12}(hai|thi|है|थी)",
        r"(reserve|put me|sign me|count me|keep one)",
    ),
    "says_stop": (
        r"(mat|मत|na|ना|न) (bhej|likh|kar|phone|call|message|email|करो|करना|कीजिए|कीजिएगा|भेज|लिख|फोन|कॉल)\w*",
        r"(band|बंद|stop|rok) ?(karo|kar|do|करो|करें|कर|कीजिए|sending|calling|writing)",
        r"(hata|delete|nikal|mita|remove|unsubscribe|हटा|डिलीट|निकाल|मिटा)",
    ),
    "threatens": (r"(block|report|complaint|complain|shikayat|police|ब्लॉक|शिकायत|रिपोर्ट)",),
    "pestered": (
        r"(baar baar|bar bar|roz roz|pareshan|tang|dimag|bas karo|bahut ho gaya|enough|परेशान|तंग|बार-?बार|बस करो|बहुत हो गया)",
    ),
    "thanks_only": (
        r"^(ji |ok |okay |बहुत |bahut )?(thanks|thank you|dhanyava?a?d|dhanyawa?a?d|shukriya|धन्यवाद|शुक्रिया|आभार)( ji| bhai| sir| जी| a lot| so much)?[.! ]*$",
    ),
    "wishes": (
        r"(mubarak|badhai|shubh|happy (new|diwali|birthday|holi|eid)|congratulations|good (morning|evening|night)|namaste|namaskar|नमस्ते|नमस्कार|शुभ|बधाई|मुबारक|राम राम|jai)",
    ),
    "asks": (
        r"\?",
        r"(kya|kaun|kitna|kahan|kaha|kidhar|kab|kaise|kyu|kyun|kis|kaunsa|konsa|what|who|where|when|how|which|why)\b",
        r"(क्या|कौन|कितन|कहाँ|कहां|किधर|कब|कैसे|क्यों|किस)",
    ),
    "asks_if_can": (
        r"(sakte|sakta|sakti|milega|milegi|milti|milta|chalega|hoga|hogi|lagega|padega|dete|lete|सकते|मिलेगा|मिलेगी|चलेगा|होगा|लगेगा|पड़ेगा|देते|लेते|मिलता|मिलती).{0,16}(kya|क्या|na|hai|ho|hain|\?|है|हैं)",
        r"^(do|does|can|could|is|are|will|would|have|has|any)\b",
        r"(samjha|bata|explain|tell me|समझा|बताइए|बताओ)",
    ),
}
LEANINGS: dict[str, re.Pattern[str]] = {name: re.compile("|".join(sources)) for name, sources in _SOURCES.items()}


def leanings_of(said: str) -> set[str]:
    """The names of all that a normalised text leans towards."""
    return {name for name, pattern in LEANINGS.items() if pattern.search(said)}
