"""Yes, and asking."""

import re

from services.replies.normalising import any_of

_YES = """
yes|y|ya|yah|yeah|yea|yep|yup|yes please|yes sir|yes madam|yes i'm|yes i will|yes i can|yes i do|sure|sure thing|ok|okay|k|okk
ok sure|ok done|done|fine|agreed|accepted|absolutely|definitely|certainly|of course|interested|i'm interested|very interested
we're interested|yes interested|send|send it|send details|please send|share|please share|share details|call|call me|call now
please call|go ahead|proceed|let's do it|let's go|deal|i'm in|count me in|sign me up|why not|sounds good|great|perfect|good
very good|nice|cool|awesome|correct|that is correct|that's correct|true|right|affirmative|1|haan|ha|ha ji|haan ji|ji haan|ji
ji sir|haan bhai|theek hai|thik hai|tik hai|theek|thik|bilkul|zaroor|jarur|zarur|chalega|accha|acha|achha|ho jayega|batao
bataiye|batayein|bhejo|details bhejo|call karo|phone karo|हाँ|हां|हा|जी|जी हाँ|जी हां|हाँ जी|हां जी|ठीक है|ठीक|बिल्कुल|ज़रूर|जरूर
भेजो|भेजिए|बताओ|बताइए|बताइये|कॉल करो|कॉल करें|फोन करो|होय|चालेल|हो|👍|👌|✅|🙏👍|💯|🙂👍|👍🏻|👍🏼|👍🏽|👍🏾|👍🏿
"""
WHOLE_YES = frozenset(phrase.strip() for line in _YES.splitlines() for phrase in line.split("|") if phrase.strip())

_ASK_VERBS = (
    r"(know|hear|learn|see|read|understand|find out|ask|get (some |more |the )?(info|details)|inquire|enquire|check)"
)
_CAN_DO = r"(do|give|donate|try|help|take|buy|join|go|pay|meet|come|visit|book|order|proceed|attend|support|contribute|start|spare|sign|use|work|talk|discuss|connect|participate|be (happy|glad|interested|there|fine)|love|like|agree|want|contact|call|consider (it|this|buying|taking))"

STRONG = any_of(
    r"(i'm|we're|am|are|very|really|highly|also|definitely|quite|yes|be|seems?|looks?|bahut|would be)? ?interested",
    rf"(i'd|we'd|would|i|we)( really| definitely| also| still| very much)? (like|love|want|wish|prefer|need|be happy|be glad|be interested)( to| a| an| one| this| it| some| in)(?! {_ASK_VERBS})( \w+)?",
    rf"(i|we)('ll| will|'d| would| can| could| may| might| shall| think i can| think i could| probably will| do)( \w+)? (definitely |probably |certainly |surely |gladly |happily )?{_CAN_DO}( \w+)?",
    r"(i|we) (will|would|can|do|am|could|'ll|'d)( too| as well| definitely| probably)?$",
    r"^(i'll|i'd|i can|i do|i'm)( too| as well| definitely)?$",
    r"(happy|glad|delighted|pleased|ready|willing|keen|eager|excited|love) to( \w+)?(?<! to know)",
    r"(let's|lets|let us|shall we|can we) (talk|meet|discuss|connect|do|go|schedule|set|start|proceed|have|chat|catch|speak|book|fix|get|arrange)( \w+)?",
    r"(please |do |kindly |can you |could you |you (can|may) |just )?(call|ring|phone|dial|contact|connect with|reach)( me| us| back| my| on| at)( \w+){0,6}",
    r"(book|schedule|arrange|fix|set up|set) (me |us )?(a|an|the|some|my|one)?( \w+)? ?(call|demo|visit|meeting|appointment|site visit|slot|time|table|room|seat|trial|session|consultation|test drive)",
    r"(count me in|sign me up|i'm in|i am in|i'm game|i'm on board|i'm sold|deal)",
    r"(sounds|seems|looks) (good|great|interesting|nice|fine|perfect|awesome|fair|reasonable|promising|useful)",
    r"(that|this|it)( would| will|'d|'ll| is|'s)( be)? (fine|great|good|perfect|ok|okay|nice|awesome|wonderful|helpful|works?)( \w+)?",
    r"(works|fine|good|okay|ok) (for|with|by) (me|us)",
    r"(send|share|forward|email|whatsapp|give|provide|drop)( \w+){0,4} (quote|quotation|proposal|invoice|payment link|agreement|contract|sample|samples|estimate|booking link|location)",
    r"(looking|searching|hunting) (for|to buy|to hire|forward)( \w+){0,3}",
    r"(i'm|we're|am|are) (planning|looking|considering|thinking of|open) (to|for|of)?( \w+)?",
    r"go ahead",
    r"(yes|yeah|yep|sure|ok|okay|definitely|absolutely|certainly|alright|haan|ji|great|of course|please)[ ,.!]+(please|call|send|share|let's|i'd|i'll|we'd|we'll|i'm|i can|that|book|interested|go|do|count|meet|come|why not|definitely|absolutely|sure)\b( \w+)?",
    r"(mujhe|hume|main|mai|hum)( \w+){0,4} (chahiye|lena hai|karna hai|karwana hai|dekhna hai|jaanna hai|interested|interest hai|lenge|kharidna hai|milna hai)( \w+)?",
    r"(call|phone|baat|sampark|contact|message|whatsapp) (karo|kar lo|kar lena|karte|krte|karlo|kar sakte|karwa|karenge)( \w+)?",
    r"(baat|bat) (karte|krte|karni|karna|kar) (hai|hain|sakte|lete)( \w+)?",
    r"(milte|mil|aa|aata|aati|aate|aaunga|aaungi|ayenge|visit karna|site dekhna) (hain|hai|sakte|lete|jao|jaiye|jaunga)( \w+)?",
    r"(details|brochure|quotation|photo|photos|catalogue|catalog|sample|list|link|proposal|info|jankari|jaankari|menu)( \w+){0,2} (bhejo|bhej|send|share|dikhao|dijiye|de do)( \w+)?",
    r"(haan|ha|ji)[ ,]+(bhejo|batao|bataiye|call|chahiye|interested|bilkul|theek|karo|kar)( \w+)?",
    r"(हाँ|हां|जी)[ ,।]*(भेज|बता|कॉल|फोन|चाहिए|करो|करें|ठीक|बिल्कुल|रुचि|मैं)",
    r"(मुझे|हमें|मैं|हम)[^.।?]{0,30}(चाहिए|लेना है|देखना है|करना है|इच्छुक|रुचि है|दिलचस्पी है|खरीदना|आना चाह|मिलना चाह)",
    r"(कॉल|फोन|फ़ोन|बात|संपर्क)\s*(कर|कीजिए|करो|करें|करना)",
    r"(जानकारी|डिटेल|डिटेल्स|ब्रोशर|फोटो|रेट|लिस्ट|विवरण)[^.।?]{0,12}(भेज|दीजिए|दो|दें|शेयर)",
    r"(रुचि|दिलचस्पी|इच्छुक|इंटरेस्टेड)\s*(है|हूँ|हूं|हैं)",
)
WEAK = any_of(
    r"^(yes|yeah|yep|yup|ya|sure|ok|okay|alright|definitely|absolutely|certainly|of course|oh sure|fine|right|great|deal|correct|agreed|accepted|thanks|haan|ji|theek|bilkul|good|perfect|wonderful|awesome|excellent|exactly|true|indeed|why not|i think so|i guess so|i agree|i believe so|i do|i'll|i'd|that's right|that is right|glad|happy)\b",
    r"^(हाँ|हां|जी|ठीक|बिल्कुल|ज़रूर|जरूर)",
    r"(definitely|absolutely|for sure|of course|certainly|i agree|agree to|i'd be)",
    r"(👍|👌|✅|💯|🤝)",
)
QUESTION_MARK = re.compile(r"[?？؟](?!\w)")
ASKS = any_of(
    r"(tell|inform|update|brief|explain|guide|elaborate|describe|educate)( to)?( me| us| more| further| in detail| on| about)( \w+)?",
    rf"(like|want|love|need|wish|prefer|wanted|have|curious|eager|keen|interested|nice|good|happy)( a bit| a little)? to( \w+)? ?{_ASK_VERBS}( \w+)?",
    r"(more|some|further|additional|full|complete|detailed|any|need|love some|want) (info|information|details?|clarity|specifics)( \w+)?",
    r"(send|share|provide|give|forward|email|whatsapp|drop)( \w+){0,4} (details?|info|information|brochure|price|prices|pricing|link|catalogue|catalog|rates?|rate card|cost|photos?|pictures?|list|address|website|profile|portfolio|menu|plans?|pdf|deck|presentation|number|specs?|specifications)",
    r"^(so |and |but |ok |okay |well |hi |hello |hey |sir |dear |also |then |sure |yes |oh |um |uh |can i know |may i know |please |just )*,? ?(what|what's|whats|how|how's|when|where|where's|which|who|who's|whose|whom|why|is|are|do|does|did|can|could|would|will|should|has|have|may|am|was|were|any|kya|kitna|kab|kahan|kaise|kaun|kis|kyu|kyun|kidhar)(?! (please )?(call|contact|ring) )\b(?! (do it|to know you|i see|ok))",
    r"(but|and|so|then|or|,|\.|also|know|sure|see|wonder|wondering|understand|idea|about) (what|how|when|where|which|who|why|whether|if) (is|are|do|does|did|can|could|would|will|much|many|long|far|soon|often|the|it|this|that|all|they|you|your|to|i|we|about|kind|else|type|types|happens)\b",
    r"(how much|how many|how long|how far|how do|how does|how can|how would|how will|what is|what are|what's|what about|what else|what kind|what type|what will|what would|where is|where are|who is|who are|when is|when can|is it|is there|are there|do you have|do you|can you|could you|can i|may i|would you)\b( \w+)?",
    r"(price|pricing|cost|rate|rates|fees?|charges?|budget|quotation|timing|timings|address|location|location please|details|details please|price list|brochure)( please| pls| kya| kitna| batao| bataiye)?[ .!]*$",
    r"(i wonder|wondering|not sure (about|how|what|where|if|whether|which)|unsure (about|how|what)|curious|don't (really )?(know|understand) (much|what|how|about|which|who|where|enough|anything))( \w+)?",
    r"(kitna|kab|kahan|kaise|kaun|kaunsa|kaunsi|kyu|kyun|kidhar|konsa|kya) (\w+ ){0,5}(hai|hain|hoga|hogi|lagega|lagta|milega|padega|ho|rate|price|paisa|charge|kharcha|karte|lete|dete|hota|aayega)\b",
    r"(kya|kitna|kaise|kahan|kab|kaunsa)\b",
    r"(price|rate|details?|jankari|jaankari|fees|charges|address|timing|location|kharcha|paisa|cost)( \w+){0,2} (batao|bataiye|batayein|bata|bataye|bolo|boliye|dijiye|kya|kitna)( \w+)?",
    r"(क्या|कितन|कब|कहाँ|कहां|कैसे|कौन|क्यों|किस|किधर|किती|काय|कुठे|कसे)",
    r"(कीमत|दाम|रेट|प्राइस|फीस|चार्ज|पता|खर्च|लोकेशन|समय)[^.।?]{0,10}(बता|क्या|दीजिए|दो)?",
)
SURE_AND = any_of(rf"(i'd|i would|would) (like|love) to (?!{_ASK_VERBS})\w+", r"(i'm|we're|very) interested")
