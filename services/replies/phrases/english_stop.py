"""Asking in English to be left alone: what is ended, forbidden, taken away or refused has to be messages or oneself.

Each rule joins a class of verbs to a class of things, so that a wording nobody wrote down is heard as well. What only
looks like it is taken out of the text first: a stop that is forbidden ("don't stop"), the stop line of a machine's
own message, and a question about somebody else's unsubscribing.
"""

import re

from services.replies.normalising import any_of, bare

_MESSAGES = (
    r"(message|email|calls?|communications?|correspondence|notifications?|alerts?|reminders?|follow[- ]?ups?|"
    r"newsletters?|promos?|promotion\w*|offers?|ads|adverts?|advertis\w+|marketing|mailers?|emailers?|mailouts?|blasts?|"
    r"mailings?|broadcasts?|forwards|campaigns?|updates|solicitations?|spam\w*|junk|pitch(es)?|outreach|circulars?|flyers?|"
    r"subscriptions?|whatsapp|telemarketing|contacts?|rubbish|nonsense|crap|garbage|shit)"
)
_KIND = (
    r"(of |with |from |the |these |those |this |that |your |all |any |such |more |further |future |other |unwanted |"
    r"unsolicited |commercial |promotional |marketing |advertising |sales |spam |daily |bulk |cold |silly |stupid |useless |"
    r"constant |endless |whatsapp |kind |sort |kinds |sorts |type |types |my |our |me |us |to )"
)
_SEND = (
    r"(message|messages|email|send(ing)?|contact(ing)?|call(ing)?|phon(e|ing)|writ(e|ing)( to)?|bother(ing)?|spam(ming)?|"
    r"market(ing)?( to)?|sell(ing)? to|pitch(ing)?|advertis(e|ing)|forward(ing)?|follow(ing)?[- ]up|chas(e|ing)|"
    r"bug(ging)?|annoy(ing)?|bombard(ing)?|pester(ing)?|harass(ing)?|disturb(ing)?|ping(ing)?|dm(ing)?|whatsapp(ing)?|"
    r"approach(ing)?|solicit(ing)?|flood(ing)?|target(ing)?|irritat(e|ing)|reach(ing)? out|com(e|ing) back|troubl(e|ing)|"
    r"ring(ing)?|txt|fwd|shar(e|ing)|nudg(e|ing)|cold[- ]call(ing)?|keep (messaging|message|sending|calling|writing|contacting)|"
    r"post(ing)?|push(ing)?|blast(ing)?|stalk(ing)?|hound(ing)?|nag(ging)?|contacted|called|emailed|wrote|texted|bothered|messaged)"
)
_END = (
    r"(stop|quit|cease|desist( from)?|refrain from|avoid|discontinue|halt|terminate|suspend|give up|leave off|"
    r"put an end to|put a stop to|no need (to|for|of)|done with|tired of|sick of|fed up (of|with)|enough (of|with))"
)
_FORBID = (
    r"(don't|dnt|never|must not|mustn't|should not|shouldn't|may not|not to|need not|needn't|would not|wouldn't|"
    r"not|no one should|nobody should|can't)"
)
_TO_US = (
    r"(me|us|henceforth|hereafter|from (today|now|here|tomorrow|this day)( on(wards?)?)?|here|again|anymore|any ?more|any longer|further|ever|in (the )?future|(to |on |at )?(this|my|our|the) "
    r"(number|no|phone|mobile|email|address|inbox|line|company|office|staff|team|whatsapp|domain|firm|account)|"
    r"(our|my) (staff|team|company|office|people|employees|number|phone|inbox|whatsapp))"
)
_GOODS = (
    r"(samples?|goods|stocks?|materials?|items?|pieces?|parcels?|orders?|products?|invoices?|bills?|quotations?|quotes?|"
    r"payments?|cheques?|deliver\w+|people|men|drivers?|trucks?|vehicles?|files?|it (by|to|in|as)|by (courier|post|fax))"
)
_FOR_NOW = (
    r"(?![^.!?;]{0,30}\b(right now|now\b|today|tonight|tomorrow|(this|next) (week|month|time)|at the moment|before|until|till|"
    r"unless|after|on (mon|tue|wed|thu|fri|sat|sun)|during|in the (morning|evening|afternoon)|between|so late|so early|"
    r"there|by \d|about (the|it|that|price|this)|because|if (you )?(can't|don't|have no)))"
)
_UNTIL = r"(?![^.!?;]{0,20}\b((this|next) (week|month|time)|for now|at the moment|before|until|till|unless|by \d)\b)"
_SELF = (
    r"(numbers?|no|nos|name|names|email|contacts?|details?|data|records?|info(rmation)?|address(es)?|id|phone|mobile|"
    r"domain|profile|company|firm|entry|listing)"
)
_REMOVE = (
    r"(remove|remov|remve|delete|delet|erase|purge|wipe|scrub|strike|drop|omit|exclude|skip|unlist|delist|deregister|de-register|unregister|suppress|blacklist|black list|expunge|destroy|"
    r"forget|lose|discard|take (out|off|down)|leave (out|off)|get rid of|throw away|cut out|weed out|cross out|strike off|"
    r"clear|scratch|unsub|disregard)"
)
_REMOVED = (
    r"(removed|deleted|erased|purged|wiped|dropped|excluded|unlisted|delisted|deregistered|suppressed|blacklisted|"
    r"taken (off|out|down)|left (off|out)|struck off|unsubscribed|opted out|scrubbed|forgotten)"
)
_LIST = (
    r"(lists?|listings?|databases?|db|records?|systems?|registers?|circulation|crm|outreach|mailings?|roster|sheet|groups?|"
    r"broadcasts?|campaigns?|contacts?|directory|newsletters?|email|books?|files|sequence|cadence|distribution|marketing|"
    r"promotions?|calls?|calling|message)"
)
_DND = (
    r"(do[- ]?not[- ]?(contact|call|disturb|mail|email|message|text|solicit|market)|don't[- ](contact|call|disturb|mail|email|"
    r"message|text)|dnc|dnd|ndnc|suppression|opt[- ]?out|exclusion|exclude|black ?list(ed)?|blocked|no[- ]contact|no[- ]call)"
)
_CONSENT = r"(consent|permission|authori[sz]ation|approval)"
_YOU_MAY_NOT = r"(you|nobody|no one|never|without|not)"

_PHRASES = (
    rf"{_END} (please )?(from )?{_SEND}\b(?! (back )?(up|by)\b)(?!( \w+){{0,2}} {_GOODS})( {_TO_US})?{_UNTIL}",
    rf"(stop|quit|cease|desist from|discontinue|halt|terminate|suspend|cancel|end|avoid|block|no more|put an end to|done with|"
    rf"enough (of|with)) {_KIND}{{0,4}}{_MESSAGES}\b(?! (the|to the|service|plan|order)){_UNTIL}",
    r"(stop|end|discontinue|cancel) (the|these|those|your|all)( \w+)? (message|email|reminders?|notifications?|newsletters?|alerts?|mailers?|mailings?|"
    rf"promotions?|ads|adverts?|follow[- ]?ups?)\b{_UNTIL}",
    r"(not|never|don't|n't)( \w+)? (get|receive|see|send)( \w+)? ((any ?)?more|another|anything|one) (of (these|this|those|your?)|else|again|more)",
    r"(not|never|don't|n't)( \w+)? (see|get|receive|want|find|have)( \w+)? (another|one more|any more|any further|a single|any other)( \w+)? "
    r"(message|email|calls?|ads?)\b",
    rf"{_FORBID} (ever |please |again |kindly |be |keep |you |dare |to |want you to |wish you to )*{_SEND}(( or|,| and| nor) {_SEND})*( \w+)?( \w+)? ?{_TO_US}\b{_FOR_NOW}",
    rf"{_FORBID} (ever |please |again |kindly )*(send|forward|post|share)(ing)? ({_KIND}|anything|things|stuff){{0,4}}"
    rf"( ?{_MESSAGES}\b| ?here\b| ?again\b| ?any ?more\b| ?on (whatsapp|email|this|my)\b){_FOR_NOW}",
    rf"{_FORBID} (disturb|pester|harass|irritate|come back|follow[- ]?up)( with)?( me| us)?( again| any ?more| please| ji| sir| bro)*\s*($|[.!,])",
    rf"{_FORBID} (ever |please |again |kindly )*(include|add|keep|put|list) (me|us|my|our|this)\b.{{0,30}}\b{_LIST}",
    rf"{_FORBID} (ever )?(use|keep|store|process|hold) (my|our|this) {_SELF}",
    rf"{_FORBID} (ever )?use (it|this|that|them)\b.{{0,20}}\b(for|to) .{{0,20}}{_MESSAGES}\b",
    rf"{_SELF} ((is|are|be|should be|must be) (not|never|no longer)|isn't|aren't) (be )?(used|called|contacted|message|messaged|shared|included)\b",
    r"(exit|leaving|leave) (me from |us from )?(the|this|your) (\w+ )?(lists?|broadcasts?|mailings?|newsletters?)\b",
    rf"{_REMOVE}( my| our| this| the| his| her| these| all| both| sales| personal| whole| entire|,| and| of| number| name| "
    rf"contact| mobile| phone| email| company| business| whatsapp){{1,5}} {_SELF}\b",
    rf"{_REMOVE} (number|no|email|contact|name|data|details)\b(?! (of|for|from the))",
    rf"{_REMOVE} (me|us|him|her|them|this (one|contact|person))\b( now| please| immediately| asap| today| sir| all)*\s*($|[.!,;?\n])",
    rf"{_REMOVE} (me|us|my|our|this|him|her|[\w.+-]*@[\w.-]*|\+?\d[\d x]*)(?!\w).{{0,40}}\b(from|off|out of|in) .{{0,20}}\b{_LIST}\b",
    rf"{_REMOVE} (me|us|my \w+|our \w+) (next time|in (the )?future|from (now|next|future|further|all|any))",
    rf"(want|like|need|get|have|prefer)( it| them| this| that| everything| mine| all of it) {_REMOVED}",
    rf"(take|get|keep|leave|cut|count|drop)( \S+){{0,4}} (off|out of|away from)( \w+){{0,3}} {_LIST}\b",
    r"\boff (the|your|this|that|any) (\w+ )?(mailing |email |calling |contact )?lists?\b",
    rf"{_SELF}( \w+)? (must|should|has to|have to|to|needs? to|shall|may|can|gets?) (be )?{_REMOVED}",
    rf"(want|wish|like|need|ask|request|demand|appreciate|insist|get|have|kindly|please)\b.{{0,30}}\b{_SELF} (to be )?{_REMOVED}",
    rf"(want|wish|like|need|appreciate|prefer|request|ask|asked|requested|demand)( \w+){{0,3}} (to be |being |be ){_REMOVED}",
    rf"(add|put|place|mark|include|register|enter|flag|keep|list|move|enrol)\b.{{0,40}}\b{_DND}\b",
    r"(blacklist|black list|suppress|unlist|delist|deregister|unregister|unsub) (me|us|my|our|this|him|her)\b",
    rf"(withdraw\w*|revok\w+|rescind\w*|retract\w*|cancel\w*)\b.{{0,25}}\b{_CONSENT}\b|{_CONSENT} (is |has been |was )?(hereby )?"
    r"(withdrawn|revoked|cancelled|rescinded)",
    rf"you (don't|do not|never|didn't|have no|haven't|had no)( \w+){{0,3}} (my|our|any|the|have|had) ?{_CONSENT}\b",
    rf"you (don't|never|didn't|have no|had no)( have| had| get| got| obtain| ask)?( for)?( my| our| any)? {_CONSENT}",
    r"(nobody|no one|none)( \w+){0,4} (gave|given|authori[sz]ed) you",
    rf"without (my|our|any|prior|explicit) {_CONSENT}",
    rf"(i|we) (have )?(not|never|don't|do not|haven't|didn't|did not)( \w+){{0,2}} (give|given|gave|granted?|provided?)( \w+){{0,3}} {_CONSENT}\b",
    r"(rather|prefer|like|appreciate|want|wish|love)( \w+){0,3} not( to)? (receive|receiving|get|getting|hear|hearing|be (contacted|message|email|called))\b",
    rf"(don't|no longer|not|never|nor)( \w+){{0,3}} (want|wish|like|care|need|interested in|accept|entertain|appreciate|welcome)"
    rf"( to (receive|get|see|have)| receiving| getting)? (any|more|these|those|such|your|this|further|unsolicited|{_KIND})*{_MESSAGES}\b",
    r"(don't|no longer|not|never) (want|need|wish|like)( to (receive|get|have|hear))? (any|anything)( \w+)? (from|by) (you|your|this|u)\b",
    r"(don't|no longer|never|not|won't|n't)( \w+){0,3} hear(ing)? from (you|your|u|this)",
    r"(should|must|shall|will)( not|n't| no longer| never) (get|receive|be (getting|receiving|sent|contacted|message|called|email))",
    r"(last|final) (message|email|call|communication|contact|one)( that)? (i|we|you|from|to|ever)\b",
    r"(let|make|consider|treat|hope|trust)\b( \w+){0,3} (be )?(the |my |your )?(last|final)( one| message| email| time| reply| call)?\b",
    r"(receive|get|see|want|send|need)( \w+)? (no|nothing)( more| further| else)?( \w+){0,4} from (you|your)|nothing (more|else|further) from (you|your)",
    r"is there (a|any|some) (way|option|link|method) (to|of|for) (not (get|receive|be|see)|stop|end|get off|opt|leave|unsubscrib|avoid|block)\w*",
    r"not consenting|(i|we) object (to|under)\b",
    rf"{_FORBID} (ever |please |kindly )*(include|add) (me|us|my|our)\b.{{0,30}}(any ?more|again|in future|ever)",
    rf"(kill|switch off|turn off|disable|deactivate|shut off) {_KIND}{{0,4}}({_MESSAGES}|automation|bot|sequence)\b",
    rf"{_MESSAGES}( \S+){{0,6}} (should|must|has to|have to|needs? to|may|shall|can) (now )?(cease|stop|end|be (stopped|discontinued|terminated|ended|ceased))\b",
    rf"(rather|prefer|no longer|don't|not)( \w+){{0,3}} be (on|in|part of|a part of) (your|this|the|any) (\w+ )?{_LIST}\b",
    r"(put an end|put a stop|bring an end) to (it|this|these|that|them|all)",
    r"(tired|sick|fed up|irritated|annoyed|exhausted|bored)( \w+)? (of|with|by) (getting|receiving|all|these|this|those|your?|the|ur|constant|daily)\b",
    r"(end|last) of (our|this|all|any) (correspondence|communication|conversation|message|contact|email)",
    r"(one more|another|any more|any further|further|next|again|any other)( \w+)? (message|email|call|text|one)s?\b.{0,40}\b"
    r"(complain\w*|report(ed)?|block(ed)?|police|cyber|lawyer|legal|court|sue|trai|consequences)\b",
    r"(knock it off|cut it out|buzz off|bug off|piss off|fuck off|f off|get lost|shut up|go to hell|leave (me|us) (alone|be|in peace)|"
    r"leave my (inbox|phone) alone|get out of my (inbox|phone|chat))",
    r"(make|get) (them|these|it|this|the message|the email|your message) (to )?stop",
    r"how (to|do i|do we|can i|can we|does one) (opt out|get off|get (out|rid) of|stop (this|these|it|getting|receiving|your|the|message|email)|block)\b.{0,40}",
    r"(opt|opting)[ -]?(me |us )?out",
    rf"(take|get) (me|us|my {_SELF}|our {_SELF}|this {_SELF}) off",
    r"remove (me|us)",
    rf"throw( away| out)? (my|our|this) {_SELF}",
    r"forget (that |about )?(you|we|i|my|our|this)\b.{0,20}(number|email|contact|exist|me\b|us\b)",
    r"i want out\b",
    r"(i|we)( have| had)? ?(never|didn't|haven't|did not|n't|not)( \w+)? (ask(ed)?|subscribed?|sign(ed)?( up)?|request(ed)?|opt(ed)? in|consent(ed)?|agreed?|gave|authori[sz]ed?)\b.{0,40}",
    r"(asked|told|telling|ask|tell|begged|requested)( \w+)? you( \w+)? to stop",
    r"(consumer (court|forum)|(this|as|is) harass(ment|ing)|legal (action|notice)|how dare you)",
    r"(block|report|blocking|reporting|reported|blocked) (you|u|your number|this number)\b|(reported|blocked|reporting|blocking) and (reported|blocked|reporting|blocking)",
    r"(i'll|we'll|i will|we will|shall|going to) (complain|file a complaint|sue|go to the police|block|report (this|it))",
    r"(lawyer|police)\b.{0,50}(write|message|contact|call|email)( \w+)? (again|once more|any ?more)",
    rf"no (further|additional) {_KIND}{{0,3}}{_MESSAGES}\b",
    r"(don't|do not|no longer|not) (want|wish|like|care|need) to (receive|hear|be (contacted|message|email|called))\b",
    r"(message|email|calls|communications?) (are |is )?(unwanted|unwelcome|not welcome|unsolicited)",
    r"(one|last|final) (more )?warning",
    r"(cyber ?(cell|crime|police)|tccc?pr|can[- ]?spam|\bpecr\b|\bcasl\b|\bdpdpa?\b|data protection|\bgdpr\b|\btrai\b|right to (be forgotten|erasure|object))"
    r".{0,90}(delete|erase|erasure|stop|violat|desist|object|withdraw|remove|complain|unsolicited|report|notice|offence|illegal|penalt)",
    r"(delete|erase|erasure|stop|violat\w*|desist|object|withdraw|remove|complain\w*|report\w*|illegal).{0,90}"
    r"(cyber ?(cell|crime|police)|tccc?pr|can[- ]?spam|\bpecr\b|\bcasl\b|\bdpdpa?\b|data protection|\bgdpr\b|\btrai\b)",
    r"(no|without a?) (lawful|legal|legitimate) (basis|ground|right|reason)",
    r"unsolicited (commercial |bulk |marketing |sales )?(message|email|calls?|communications?|vendors?|mail|contact|offers?|pitch\w*|spam)"
    r".{0,60}(stop|remove|not accept|don't|prohibited|not allowed|not permitted|not to)",
    r"(not accept|don't|never|prohibit\w*|not allowed|no) .{0,20}unsolicited",
    r"(request(ing)?|consider|treat|take|this is)\b.{0,40}\b(unsubscription|unsubscribing|unsubscribe|opt[- ]?out|removal|deletion|discontinuation)",
    r"(un-?subscrib\w*|un subscribe|unsubsc?r?i?b\w*|unsbscrib\w*|unsuscrib\w*|unsubcrib\w*|unscribe|unsubribe)",
    r"no more (of )?(these |this |your |such |any |further |promotional |marketing |daily |sales )*(message|email|spam|calls?|contact|promotions?|"
    r"marketing|reminders?|follow[- ]?ups?|newsletters?|offers|ads|updates|texts?|pitch(es)?)\b",
    r"(deactivate|disable|turn off|switch off|close|unsubscribe from) (these |this |the |your |my |all )*(message|notification|alert|promotion|service|subscription|email)s?\b",
    r"(mark|report|reporting|reported|flag)\w*( \w+){0,3} (as )?(spam|junk|scam|fraud)\b",
)
_PATTERN = any_of(*_PHRASES)
# Whole sentences, beside which nothing is wished for.
_SENTENCE = re.compile(
    r"(please |kindly |so |and |just )*((don't|never|dont) (you )?(ever |dare )?(send|message|email|contact|forward|write|do (it|this|that))"
    r"(( or|,| and) (send|message|email|contact|call|whatsapp))*|(don't|never) call (or|and) (message|email|contact)|no more( of (this|these|it))?|"
    r"not welcome|blocked|reported|never again|go away|no (biz|business) message|no (more |further |whatsapp |promotional |marketing |such |spam |sales |any |such )*(message|spam|ads|promotions?|marketing|newsletters?|"
    r"reminders?|follow[- ]?ups?|(promotional|more|further|marketing|sales) (calls?|offers?|email)))( it| this| that| again| any ?more| please| sir| madam| ji| thanks| here| from you| to me| ever| (on|to) this number)*"
)
_SIGNS = re.compile(r"[🛑🚫✋⛔🙅\ufe0f\s]+")


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


# A sentence of nothing but one of these and words that add nothing.
_KEYWORDS = _words(
    "stop unsubscribe remove discontinue desist cease delete avoid unsub optout stopped stp stpo sotp disable "
    "deactivate"
)
_ADDS_NOTHING = _words(
    "please reply kindly pls just ok okay sir madam mam maam bro bhai ji ya yaar man guys dude dear team now right "
    "immediately asap it this that all everything then so and no nope nah not again here today itself at once "
    "thanks thank you hey hi hello u are me us them these urgent urgently simply will must should can would could i "
    "said say for god sake gods the same"
)
_WANTS = re.compile(
    r"\b(send|share|yes|interested|love|great|good|nice|happy|price|rates?|details?|quote|order|buy|book|want (it|this|one|to)|"
    r"continue|link|had me|call me)\b"
)
_PESTERED = re.compile(r"\b(why|keep|kept|everyday|every day|daily|again and again|always|still)\b")
_WHEN_PESTERED = _words("quit don't dont enough end")
_IT = _words("it this that")
_SENTENCES = re.compile(r"[.!?:;,\n…]+|\s[-–—]+\s|\b(?:and|but|so)\b")
_TAKEN_FROM = re.compile(
    r"\b(number|email|contact|address|details|data|my info\w*|phone|mobile)\b.{0,90}\b(remove|delete|erase|purge|wipe|lose|discard|destroy|strike) "
    r"(it|them|that|this|mine|everything|all)\b"
)
_SPACED = re.compile(r"^\W*s[\s.\-_*]+t[\s.\-_*]+o[\s.\-_*]+p\W*$")

_NEGATED = re.compile(
    r"\b(don't|dont|never|won't|wouldn't|can't|couldn't|didn't|not|no need to|without|instead of|rather than|nobody will|"
    r"hate to|afraid to|non|no one can|why (would|should) (i|we)|unable to)( \w+)? "
    r"(stop\w*|end|remov\w+|delet\w+|unsubscrib\w+|block\w*|quit|revok\w+|withdraw\w*|opt\w*|take (us|me|my \w+|our \w+) off|report\w*|drop (us|me))\b"
)
_STOP_LINE = re.compile(
    r"\b(reply|text|send|type|write|sms|message|press|say)( us| back)?( with| in)?( the word)? ?[\"'*(]*(stop|unsubscribe|\d)[\"'*)]*( \w+){0,3} (to|in the subject) ?"
    r"(opt[- ]?out|unsubscribe|end|cancel|stop|quit|line)?\b[^.!?]{0,60}"
    r"|\bif you\b[^.!?]{0,120}\b(removed|taken off|unsubscribe|opt out|not to receive|no longer)\b[^.!?]{0,60}\b(reply|click|type|visit|write to|send an?)\b[^.!?]{0,100}"
    r"|\b(to|if you (want|wish|would like|prefer|no longer wish|don't want|don't wish|do not want)( to)?|you (can|may)) "
    r"(unsubscribe|opt[- ]?out|stop receiving|receive|be removed|manage)\b[^.!?]{0,90}\b(click|reply|visit|use|follow|press|text|link|here|below|unsubscribe|time)\b[^.!?]{0,40}"
    r"|\b(click|tap)( \w+){0,3} (to )?unsubscribe\b|\bunsubscribe( \w+)? (here|below|link|at any time|anytime)\b|\bunsubscribe ?[|<\[(]"
)
_OTHERS = re.compile(
    r"\b(how|when|why|where|can|could|do|does|did|is|are|will|would|what|which|if) (do |does |can |will |would )?"
    r"(your|the|our|my|a|an|any) ?(bulk |old |own )?(customers?|clients?|users?|subscribers?|people|members?|students?|recipients?|tools?|apps?|crm|"
    r"software|products?|platforms?|systems?|plans?|packages?|dashboard|api|contract|(unsubscribe|opt[- ]?out|dnd) (option|feature|function|button|facility))\b[^.!?]*(\?|$)"
    r"|\b(do|does|can|will|is|are) (you|it|this|your \w+|they|there)\b[^.!?]{0,40}\b(support|have|offer|include|included|handle|provide|come with|manage|scrub\w*|"
    r"filter\w*|comply|compliant|check)\b[^.!?]*(\?|$)"
    r"|\b(can|could|may) (i|we) (stop|cancel|end|pause|terminate|discontinue|leave) (?![^.!?]*\b(message|email|receiv\w+|getting|these|calls))[^.!?]*(\?|$)"
    r"|\b(do|does|can|will) (it|they|your \w+)\b[^.!?]{0,20}\b(block|stop|remove|delete|prevent|detect|unsubscribe|cancel)\b[^.!?]*(\?|$)"
    r"|\bif (i|we) (discontinue|stop|cancel|leave|quit|end|unsubscribe|opt out)\b[^.!?]*(\?|$)|\b(non[- ])?dnd[- ](numbers|scrub\w*|filter\w*|customers|users|check\w*)|\bnon[- ]?dnd\b"
    r"|\bunsubscribe from (the other|another|my (current|present|old)|their|his)\b[^.!?]*"
    r"|(?<!n't )(?<!not )(?<!never )\b(keep|add|include|put) (me|us)( back)? (on|in|to) (your|the) (?!(do|don|dnc|dnd|suppression|black|opt|no|never|blocked|exclusion)\b)"
    r"|\b(opt|opting)[ -]?out of (the|a|an|that|this) (?!list|message|email|mailing|communication|newsletter|database)[^.!?]*"
)


def asks_to_stop(left: str) -> bool:
    """Whether what `without_others` left of a text asks in English for no more messages, or to be forgotten."""
    left = " ".join(_TYPED.get(word, word) for word in left.split(" "))
    if _SIGNS.fullmatch(left) or _SPACED.match(left) or _PATTERN.search(left) or _TAKEN_FROM.search(left):
        return True
    sentences = [one for one in map(bare, _SENTENCES.split(left)) if one]
    stops = [_is_keyword(one, left) for one in sentences]
    if any(stops) and stops[-1]:
        return True
    stops = [heard or bool(_SENTENCE.fullmatch(one)) for heard, one in zip(stops, sentences, strict=True)]
    rest = [one for heard, one in zip(stops, sentences, strict=True) if not heard]
    return any(stops) and not any(map(_WANTS.search, rest))


def stops_something_else(said: str) -> bool:
    """Whether a normalised text forbids the stopping itself, or asks about that of others."""
    return bool(_NEGATED.search(said) or _OTHERS.search(said))


def without_others(said: str) -> str:
    """The text without what only looks like a stop."""
    for pattern in (_STOP_LINE, _OTHERS, _NEGATED):
        said = pattern.sub(" … ", said)
    return said


def _mistyped(word: str) -> set[str]:
    """The word with one letter left out or two changed round; its first letter is seldom wrong."""
    left_out = {word[:at] + word[at + 1 :] for at in range(1, len(word))}
    return left_out | {word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in range(1, len(word) - 1)} - {word}


_TYPED = {
    typed: word
    for word in (
        "sending",
        "message",
        "remove",
        "delete",
        "contact",
        "number",
        "calling",
        "receive",
        "promotional",
        "address",
    )
    for typed in _mistyped(word)
}


def _is_keyword(sentence: str, text: str) -> bool:
    typed = re.findall(r"[a-z']+", sentence)
    if sentence == bare(text) and _IT & set(typed):
        return False  # alone, "stop it" may mean anything
    found = [word for word in typed if word not in _ADDS_NOTHING]
    return len(found) == 1 and (found[0] in _KEYWORDS or (found[0] in _WHEN_PESTERED and bool(_PESTERED.search(text))))
