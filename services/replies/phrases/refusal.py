"""No, another time, or not me."""

import re

from services.replies.normalising import any_of

_NO = """
no|nope|nah|na|nahi|no no|not interested|no thanks|no thank you|no need|no sir|no madam|ji nahi|nahi ji
nahi chahiye||not required|not needed|no requirement|not for me|not for us|never|pass|i'll pass|hard pass
we're good|i'm good|all set|all good no need|sorry|sorry no|so no|again no|already done|already have
zaroorat nahi|jarurat nahi|nahi chahie|rehne do|rahne do|nhi|naa|नहीं|नही|ना|जी नहीं|नहीं चाहिए|नही चाहिए
ज़रूरत नहीं|जरूरत नहीं|रहने दो|नको|👎|🙅
"""
WHOLE_NO = frozenset(phrase.strip() for line in _NO.splitlines() for phrase in line.split("|") if phrase.strip())

STRONG = any_of(
    r"(not|isn't|aren't|wasn't|never|no longer|n't|hardly|neither)( \w+){0,3} interested( in)?",
    r"(no|zero) interest( in)?",
    r"(uninterested|disinterested|not keen|not our cup of tea|not my cup of tea|not a (good )?fit|not a priority|not relevant)",
    r"no,? (thanks|thank you|thankyou|thank u|sorry|need)",
    r"(thanks|thank you|appreciate|sorry)[^.?]{0,40}(,| )but (no|i can't|i'll have to|i won't|not|we don't|we're not|we already|i don't|i already)",
    r"(must|have to|going to|would|i'll|we'll|will|i'd|we'd)( respectfully| politely)? (decline|pass|say no|refuse|skip)",
    r"(don't|won't|can't|not|never|wouldn't|didn't|no longer)( \w+){0,2} (want|wish|plan|planning|going|willing|need|require|looking|able|afford|intend|ready|prepared|inclined)( \w+)? ?(to|for|any|this|it|your|a|anything|help|in|one|more|such)?",
    r"(not|no longer|don't|doesn't) (required|needed|necessary|require|need)( \w+){0,3}",
    r"(unable|not able) to( \w+)?",
    r"(we|i)('ve)?( are| have|'re| am|'m)? already (have|has|work|working|use|using|got|bought|purchased|sorted|done|tied|with|engaged|set|signed|a |an )( \w+)?",
    r"already (have|has|working with|using|got) (a|an|our|one|similar|someone|in|the|such|vendor|supplier|agency|team)\b",
    r"(happy|satisfied|fine|okay|ok|good) with (our|my|the) (current|existing|present)",
    r"(i|we)('ll| will| would|i'd|we'd)? (rather|prefer) (not|to stay|someone else|another|elsewhere)",
    r"no (requirement|requirements|use|budget|plans?|scope|such need|such requirement)( \w+)?( at (this|the) (time|moment))?",
    r"(have no|no) (money|funds|budget)",
    r"(don't|do not) have( \w+){0,2} (money|budget|funds|requirement|need)",
    r"(don't|do not) (think|believe|feel)( \w+){0,4} (interested|need|fit|work|relevant|useful|for (us|me))",
    r"(will|would|i'll|we'll|i'd|we'd|can|could)( \w+){0,2} (nothing|zero|nil|0)(?![.\d])( (to|for|of) \w+)?",
    r"(certainly|definitely|absolutely|surely|probably|maybe|better|rather|obviously|hell|of course) (not|no)",
    r"(say|saying|said|be|it's|that's|is) (a )?no(?! (problem|doubt|issue))",
    r"(prefer|rather|only|choose|instead|donating|giving|buying|working)( \w+){0,4} (locally|elsewhere|ourselves|myself|in-house|in house|somewhere else|someone else)",
    r"(too (expensive|costly|much|high)|can't afford|out of (my|our) budget|over (my|our) budget)",
    r"(found|gone with|going with|chosen|selected|hired|finalised|finalized) (someone|another|other|a different|somebody)( \w+)?",
    r"(no|not)( \w+){0,2} (mood|thank)",
    r"(waste of (time|money)|scam|fraud|fake company|cheat)",
    r"(dilchaspi|interest|interested|shauk|ruchi)( \w+){0,2} nahi( \w+)?",
    r"(nahi|na) (chahiye|lena|karna|karwana|lenge|chaahiye|leni|karenge|karni)( \w+)?",
    r"(zaroorat|jarurat|zarurat|jaroorat|need|requirement|jrurt)( \w+){0,2} nahi( \w+)?",
    r"(mujhe|humko|hum|main|mai|mein)( \w+){0,3} nahi (chahiye|karna|lena|leni|karwana)( \w+)?",
    r"(pehle se|already)( \w+){0,3} (hai|le liya|kara liya|liya hai|kar liya)",
    r"(रुचि|इच्छा|दिलचस्पी|इंटरेस्ट|इंटरेस्टेड|ज़रूरत|जरूरत|आवश्यकता)[^.।?]{0,12}(नहीं|नही|नाही)",
    r"(नहीं|नही)\s*(चाहिए|लेना|करना|करवाना|लेंगे|चाहते|चाहता|चाहती|लेनी)",
    r"(पहले से|पहले ही)[^.।?]{0,30}(है|लिया|हैं)",
    r"(गरज|नको)\s*(नाही|आहे)?",
)
WEAK = any_of(
    r"^no\b(?!( problem| worries| doubt| issue| wonder| matter))",
    r"^(unfortunately|sorry|regret|i regret|apologies)\b",
    r"^(nope|nah|nahi)\b",
    r"(can't|won't|wouldn't|don't|unable|not going to|never)",
    r"not (today|now|this time|at (this|the|that) (time|moment|present)|anything|really|yet|any|a penny)",
    r"(nothing|zero|none|\b0)( to (this|that|you))?$",
    r"(already|rather|instead|elsewhere|someone else|other options?)",
    r"^(that'?s|it'?s|its|it is|that is) (not|wrong|false|incorrect)\b",
    r"(nahi|नहीं|नही)",
)
LATER = any_of(
    r"(call|message|contact|ping|write|text|email|reach|connect|speak|talk|try|revert|check|come|get back|remind|follow up|followup|touch base|discuss|chat|catch up)( \w+){0,5} (later|afterwards|next (week|month|quarter|year|time)|after (\w+ )?(days|weeks|months|diwali|holi|eid|christmas|new year|pongal|dussehra|festival|exams?|lunch|some ?time|a (while|week|month)|this|\d)|in (a|an|the|some|\d+|two|three|few|couple) ?(of )?(\w+ )?(days?|weeks?|months?|hours?|years?|quarter|while|jan\w*|feb\w*|mar\w*|apr\w*|may|jun\w*|jul\w*|aug\w*|sep\w*|oct\w*|nov\w*|dec\w*)|some other (time|day))",
    r"(maybe|perhaps|may be|probably|possibly|let'?s do( it| this)?|do it|will do|could be)? ?(some other time|another time|at a later (time|date|stage|point)|later on|sometime later|in (the )?(near )?future)",
    r"(not|isn't)( a| the| quite)* (right now|now|just yet|yet|good time|right time|today|this (week|month|quarter|year)|immediately|at (this|the) moment|at present|at this (time|stage|point)|currently)",
    r"^(later|maybe later|afterwards|next (week|month|year|quarter|time)|after (diwali|holi|eid|new year|some time|sometime|\d+ (days|weeks|months)))\b",
    r"(i'm|we're|am|bit|little|very|really|currently|quite|too|super|so) (\w+ )?(busy|occupied|tied up|swamped|caught up|driving|in a meeting|travell?ing|in meetings?)( \w+){0,3}",
    r"(i'm|am|we're)( \w+)? on (\w+ )?(leave|vacation|holiday|holidays)",
    r"(chutti|chhutti|chuti|leave) (par|pe|per)( \w+)?",
    r"^(busy|driving|in a meeting|in meeting|can't talk|can't talk now)\b",
    r"(will|i'll|we'll|let me|shall|i'd) (get back|revert|come back|let you know|inform|update|think|check|consider|discuss|contact you|call you|reach out|call back|see|decide)( \w+){0,6}",
    r"(need|want|give me|require)( to| some| a bit of)? (time|think)( \w+){0,4}",
    r"(abhi|filhal|filhaal|is samay|aaj|aajkal) (\w+ ){0,2}(nahi|busy|vyast|time nahi)( \w+)?",
    r"(baad|bad) (me|mein|mai|m)( \w+){0,4}",
    r"(agle|next) (hafte|mahine|mahina|hafta|saal|week|month|year)( \w+){0,4}",
    r"(thode|kuch|do|teen|2|3|4) (din|hafte|mahine|time|samay)( \w+)? (baad|bad|ke baad|me|mein)( \w+)?",
    r"(diwali|holi|eid|tyohar|shaadi|exam|navratri) (ke )?(baad|bad)( \w+)?",
    r"(soch|soch kar|sochkar|dekh|dekhkar|dekhte|sochte) (ke|kar|hain|hai|batata|batati|bataunga|bataungi|batayenge|lunga)( \w+){0,3}",
    r"(ghar|family|wife|husband|partner|boss) (pe|par|se|mein|me) (\w+ ){0,2}(baat|pooch|puch|discuss)( \w+){0,3}",
    r"don't (call|message|contact|disturb)( me)? (right now|now|today|till|until|before|this week|at the moment)",
    r"(अभी|फिलहाल|फ़िलहाल|इस समय|आज)[^.।?]{0,14}(नहीं|नही|व्यस्त|बिजी|टाइम नहीं)",
    r"(बाद में|अगले (महीने|हफ्ते|हफ़्ते|साल|सप्ताह)|दिवाली के बाद|होली के बाद|कुछ दिन|थोड़े दिन|सोच कर|सोचकर|बाद मे|नंतर)",
)
WRONG_PERSON = any_of(
    r"wrong (number|person|no|address|email|contact|guy|department|company|dept|nambar)",
    r"(not|isn't|aren't|n't) (the )?(right|correct|concerned|appropriate|relevant|best) (person|contact|number|department|team|one|guy|email)( \w+)?",
    r"(no longer|not|don't|doesn't|stopped|quit|never) (work|working|employed|associated|with|at|works)( \w+)? (here|there|there anymore|for (this|that|the)|with (this|that|the)|at (this|that|the)|in this|anymore)( \w+)?",
    r"no longer (works?|working|employed|associated|with|handles?|handling|in charge|at|looks? after|look after|part of|own|owns?|run|runs?)\b( \w+)?",
    r"(has|have|he|she|they|i)('s|'ve)? (left|moved on from|resigned from|retired from|quit|sold) (the |this |that |our )?(company|organi[sz]ation|firm|job|role|business|shop)",
    r"(i|we) (don't|do not|no longer) (handle|look after|deal with|manage|take care of|decide|own|run|know (any|this|who|him|her))\b( \w+){0,3}",
    r"(please|kindly|you (should|can|may|need to)|pls)?,? ?(contact|speak to|talk to|speak with|call|email|reach out to|write to|connect with|get in touch with) (my|our|the) (colleague|manager|boss|owner|partner|husband|wife|head|sir|madam|director|purchase|marketing|hr|admin|concerned|team|son|brother|father|office|procurement|principal)\b( \w+){0,4}",
    r"(there is|there's) (no one|nobody|no) .{0,20}(by that name|named|called|here)",
    r"(i'm|this is|i am) not (mr|ms|mrs|dr|the owner|the manager|him|her|\w+ (sir|ji))\b",
    r"(galat|wrong|galt|glt) (number|nambar|no|insaan|aadmi|jagah)",
    r"(ye|yeh|is) (number|nambar|mera)( \w+){0,3} (kisi aur|unka|unki|uska) (ka|ki|hai|number)?( \w+)?",
    r"(main|mai|hum|mein) (\w+ )?(nahi|nhi) (dekhta|dekhte|sambhalta|sambhalte|karta|janta)( \w+)?",
    r"(malik|owner|boss|sir|manager) se (baat|bat|puch|pooch|contact)( \w+)?",
    r"(गलत|ग़लत)\s*(नंबर|नम्बर|व्यक्ति|आदमी|जगह|इंसान)",
    r"(ye|yeh|is|iske|isake|iska)( \w+){0,4} (se|ko) (baat karo|puch\w*|pooch\w*|poocho|sampark karo|likho)",
    r"(ye|yeh) (\w+ ){1,3}(ka|ki) (number|nambar) (nahi|na)( \w+)?",
    r"(hum|hamlog|main|mai|ye|yeh) (\w+ ){1,2}(wale |wala |wali )?(nahi) (hu|hoon|hai|hain)$",
    r"(ab|abhi)? ?(yahan|yaha) (ab )?(kaam )?nahi (karo|karte|karta|karti|rehte|rehta|hai|hain)\b",
    r"(unhone|usne|maine|main|wo|woh|sir|ji) (\w+ ){0,3}(company|job|naukri) (chhod|chod|badal)\w*( \w+)?",
    r"(ye|yeh) (kaam|department|vibhag) (\w+ ){0,2}nahi( \w+)?$",
    r"यह काम (मैं|मेरा|हमारा)[^.।?]{0,12}नहीं|(मैं|हम) (यह|ये) नहीं (देखता|देखते|संभालता|संभालते|करता)",
    r"(कंपनी|नौकरी)\s*(छोड़|बदल)",
    r"इस नाम का[^.।?]{0,10}(नहीं|कोई)|(किसी और|किसी दूसरे|दूसरे)\s*(का|के पास|को)[^.।?]{0,14}(नंबर|है|ढूँढ|ढूंढ)",
    r"(मैं|हम)[^.।?]{0,24}(वाला|वाले|वाली) नहीं (हूँ|हूं|हैं)|मैं वह नहीं हूँ",
    r"(निदेशक|हेड ऑफिस|अकाउंटेंट|विभाग|मैनेजर)[^.।?]{0,16}(से|में|को)[^.।?]{0,8}(मिल|बात|पूछ|लिख)",
    r"(मालिक|मैनेजर|साहब|बॉस|सर)\s*से\s*(बात|पूछ|संपर्क)",
    r"(यहाँ|यहां)\s*(अब\s*)?(काम नहीं|नहीं रहते|नहीं हैं)",
)
SHORT_FIRM_NO = re.compile(r"^(no|nope|nah|nahi|नहीं)[ ,.!]")
