"""Asking never to be written to again. A false alarm loses one contact; a missed one breaks the law."""

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

_CONTACTING = r"(message|email|send|sending|contact|contacting|call|calling|whatsapp|whatsapping|spam|spamming|bother|bothering|disturb|disturbing|harass|harassing|write|writing|ping|pinging|reach out|reaching out|mail)"
_LIST = r"(list|lists|database|records?|contacts|system|email|mailings?|newsletter|group|broadcast)"
_NOT_FOREVER = (
    r"(?!.{0,12}\b(right now|now\b|today|tonight|tomorrow|this week|at the moment|before|until|till|unless|after|on (mon|tue|"
    r"wed|thu|fri|sat|sun)|during|in the (morning|evening|afternoon)|between|if|so late|so early|there|here|by|about|because))"
)

PHRASES = any_of(
    r"(please )?unsubscribe( me| us| this| from| my)?",
    r"(opt|opting)[ -]?(me |us )?out",
    r"opt[ -]?out(?! of (the|a|an|that) (?!list|message|email|mailing|communication))",
    rf"stop {_CONTACTING}( (me|us|this number|here|these|any|such|your|it|to me|more|anything))?",
    r"stop (sending|with) (me |us )?(these|this|your|any|all|such|more|message|email|promotional|spam|ads?).{0,20}",
    r"stop (these|all|your|this|the|such) (message|email|spam|calls?|promotions?|ads|nonsense|marketing|communications?)",
    rf"(don't|never|no need to|do n't|dont|not to|kindly don't|quit|cease|refrain from) (ever )?{_CONTACTING} "
    rf"(to )?(me|us|this number|my number|here|any ?more|again|any|this|these|such)(?! (know|a |the |an |your |details|info)){_NOT_FOREVER}",
    r"(don't|never) (message|email|contact|call|write|text)( me| us)?( \w+)? (again|any ?more|ever)",
    r"(don't|do not) send (me |us )?(any|these|this|such|more|anything|further|message|email|anymore)",
    rf"(remove|take|delete|drop|erase|strike|exclude) (me|us|my|our|this)( \w+){{0,3}} (from|off|out of) (your|the|this|any|all)?( \w+){{0,2}} ?{_LIST}",
    r"(remove|delete|erase|scrub|forget) (my|our|this) (number|name|contact|email|data|details|info|information|phone|address|no)\b.{0,30}",
    r"(remove|take) (me|us) off",
    r"remove (me|us)( immediately| now| asap| please| from)?",
    r"(please )?(remove|delete) (me|us) from",
    r"lose my (number|email)",
    r"leave (me|us) (alone|out of (this|it))",
    r"(no|not? want|don't want|don't wish|don't need|do not wish|not interested in)( to)?( (receive|receiving|get|getting|be getting|hear|hearing))?( any| your| these| more| further| such| from)* ?(messages?|emails?|spam|communications?|promotions?|newsletters?|calls|marketing|updates)\b.{0,20}",
    r"(don't|do not) (want|wish|like) to (receive|get|hear from|be contacted|be (message|email)ed?|hear any).{0,30}",
    r"(no longer|not|don't|never|won't|stop)( \w+){0,2} (want|wish|wishing|care|like|need|interested in|asked?)( to)? (receive|receiving|get|getting|hear|hearing|be (contacted|message|email|called|on (your|this)))( \w+){0,4}",
    r"(i|we) never (asked|requested|gave|subscribed|signed)( \w+){0,5}",
    r"(please )?(take|get|drop|remove|scratch|cut|count)( \w+){0,4} (off|out of|from)( \w+){0,3} (list|lists|database|newsletter|records|system|mailings?)",
    r"(don't|never) want (any )?(contact|message|email|calls)( from you)?",
    r"no more (of )?(these |this |your )?(message|email|spam|calls|contact|promotions?|marketing)",
    r"(i|we|did|have)( have| did| do)?(n't| not| never) (consent|given consent|give consent|agree to receive|sign up|signed up|subscribe|subscribed|opt in|opted in)\b.{0,30}",
    r"(withdraw|revoke) (my )?consent",
    r"(don't|do not|never) (disturb|pester|harass|irritate)( me| us)?( again| any ?more| please| ji| sir| bro)*\s*($|[.!,])",
    r"(block|report|reporting|blocking) (you|your number|this number|this as spam|you as spam|u)",
    r"(i'll|will|going to) (block|report)",
    r"(how dare you|harassment|this is harassment|legal action|consumer court|cyber ?crime|trai complaint)",
    r"(under |activated |have |am on |i'm on |my number is (on|in) )?(dnd|do not (disturb|call|contact) (list|registry))",
    r"who gave you (my|our|this) (number|contact|email).{0,60}(stop|remove|delete|don't)",
    r"(gdpr|dpdp).{0,60}(delete|erase|remove|object|request)",
    r"mark(ed|ing)? (you |this |it )?(as )?spam",
    r"cease (and desist|all|any|contact)",
    r"(take|get) (my|our|this|the) (number|name|email|address) off",
    r"(end|halt) (these|your|all|all these|this) (message|email|calls|spam)",
    r"(keep|kept) (getting|sending|message|calling|email|receiving)\b.{0,40}\bstop( it)?",
    r"how (do|can) (i|we) (make|get) .{0,20}(message|email|calls|texts).{0,12}stop",
    r"(asked|told|telling|ask|tell) you( \w+)? to stop",
    r"(asked|requested|want|need)( \w+){0,4} (to be|being) (removed|taken off|unsubscribed|deleted)",
    r"(message|email|calls)( \w+)? (unwanted|unwelcome|not welcome|unsolicited)",
    r"enough (with|of) (these|this|your|the) (message|email|calls|ads|spam)",
    r"lose (my|this|our) (number|email|address)",
    r"(delete|erase|remove) (all |all of )?(my|our)( \w+)? (data|information|details|records?)",
    r"(further|another|any more|more) (message|email|calls?)( \w+){0,2} (will|shall) be (reported|blocked)",
    r"(i'll|we'll|i will|we will|shall) (complain|file a complaint|sue|go to the police)",
    r"(reported|blocked) and (reported|blocked)",
    r"(lawyer|police)\b.{0,50}(write|message|contact|call|email)( \w+)? again",
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
    r"|(आपको|तुमको|तुम्हें|नंबर|नम्बर)[^.।?]{0,12}ब्लॉक\s+(कर|हो)|(शिकायत|रिपोर्ट)\s+(कर|करूँगा|करूंगा|करेंगे|दर्ज)"
    r"|(?<![\u0900-\u097f])(मत|न|ना)\s+(भेज|मैसेज|मेसेज|कॉल|संपर्क|सम्पर्क|फोन|परेशान)"
    r"|परेशान\s+(मत|न|ना)\s"
    r"|(भेजना|ये सब|यह सब)\s+(बंद|बन्द|रोक)"
    r"|(मेरा|हमारा|मेरे|इस|यह)\s*(नंबर|नम्बर|नाम|ईमेल|डेटा)[^.।?]{0,25}(हटा|डिलीट|निकाल|मिटा|काट)"
    r"|(सूची|लिस्ट)\s*(से|में से)[^.।?]{0,20}(हटा|निकाल|काट|मिटा)"
    r"|(सदस्यता|सब्सक्रिप्शन)[^.।?]{0,10}(रद्द|समाप्त|बंद)"
    r"|(दोबारा|दुबारा|फिर कभी|आगे से|आइंदा)[^.।?]{0,25}(?<![\u0900-\u097f])(मत|न|ना|नहीं)\s"
)
