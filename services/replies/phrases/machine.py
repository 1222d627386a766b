"""Answers that no person typed: away notices, receipts of contact, and bounces."""

import re

from services.replies.normalising import any_of

AWAY_SUBJECT = re.compile(
    r"^\s*((re|fw|fwd)\s*:\s*)*(automatic reply|auto(mated)?[ -]?(reply|response|responder)|autoreply|auto\s*:|"
    r"out[ -]of[ -](the[ -])?office|ooo\b|i'?m away|away from (the )?office|on (annual |maternity |paternity |sick )?(leave|vacation|holiday)|"
    r"vacation (reply|response|notice)|abwesen|automatische antwort|réponse automatique|respuesta automática|risposta automatica|"
    r"absence|afwezig|your (message|email|enquiry|inquiry|request) (has been|was) received|we('ve| have) received your|"
    r"thank you for (contacting|your (email|message|enquiry|inquiry))|(on )?(vacation|holiday|annual leave|leave|away|offline)( (until|till|from|notice|message)|[!. ]*$)|"
    r"(not|no longer) (monitored|in use)|(ticket|case|request)( \w+)? (received|created|#))",
    re.IGNORECASE,
)
AWAY = any_of(
    r"(i'm|i am|we're|i'll be|am|currently|presently|be|are) (currently |presently |now |also |all |temporarily )?(out of|away from) (the |my |our )?(office|desk|country|town)( \w+){0,6} (until|till|through|from|between|with (no|limited)|and will|returning)\b.{0,40}",
    r"^(hi|hello|dear|greetings|thank you for your (email|message))?[^.!?]{0,30}?(i'm|we're|i am currently|currently) (currently |presently |now )?(out of|away from) (the |my |our )?(office|desk)\b.{0,40}",
    r"^(out of (the )?office|out-of-office|ooo)\b.{0,80}",
    r"(out of office|out-of-office|ooo) (reply|message|notice|response|until|till)",
    r"on (\w+ ){0,2}(leave|vacation|holidays?|pto|sabbatical|furlough)( \w+){0,3} (until|till|through|from|between|returning|and will|with (no|limited))\b.{0,30}",
    r"(limited|no|intermittent|sporadic|without|little|restricted) (or no )?(access to|internet access|(e-?mail|phone|network) access|connectivity)( \w+){0,4}",
    r"(will|i'll|we'll|shall|would)( \w+){0,2} (return|respond|reply|resume|get back|answer|attend|address|revert|read).{0,50}?(when i (return|get back|am back|'m back)|(upon|on|after) my return|once i('m| am)? (return|back)|as soon as i (return|am back|'m back|get back)|when i'm back)",
    r"(upon|after|on|until|till) my return( to (the )?(office|work))",
    r"(in|during) my absence",
    r"(while|when) (i'm|i am) (away|out|on leave)( \w+){0,3} (please|contact|you can)",
    r"contact \w+ \w*.{0,60}(in|during) (my absence|the meantime)",
    r"(this is|is) an? (auto(matic|mated|-?generated)?|system[ -]generated)( \w+)? ?(reply|response|message|email|acknowledge?ment)",
    r"auto[ -]?(reply|response|responder|generated)",
    r"(automatic|automated) (reply|response|message|email)",
    r"(maternity|paternity|annual|parental|privilege) leave",
    r"(no longer|not) (monitored|checking (this )?(email|inbox|mailbox))",
    r"tak (chutti|chhutti|chuti|leave) (par|pe|per)( \w+)?",
    r"(chutti|chhutti|chuti|leave) (par|pe|per)( \w+){0,3} (wapas|lautkar|laut kar|aakar|vapas)( \w+)?",
    r"तक[^.।?]{0,20}(छुट्टी पर|अवकाश पर|कार्यालय से बाहर|ऑफिस से बाहर)",
    r"(छुट्टी पर|अवकाश पर|कार्यालय से बाहर|ऑफिस से बाहर)[^.।?]{0,30}(तक|लौट|वापस)",
    r"स्वचालित (उत्तर|संदेश|जवाब)",
)
RECEIPT = any_of(
    r"(thank you|thanks) for (contacting|reaching out|getting in touch|your (message|email|enquiry|inquiry|interest in|query)|writing|messaging|connecting)\b.{0,160}(we'll|we will|our team|team will|someone|representative|executive|shortly|as soon as|get back|reply|respond|working hours|business hours|unavailable|let us know how we can help|how (can|may) we help)",
    r"(we|our team|our executive|someone|a representative)( will|i'll|we'll) (get back|respond|reply|revert|contact|call|connect|be with|reach)\b.{0,40}(shortly|soon|as soon as|within|hours|business days|at the earliest)",
    r"(we have|we've|has been|have) received your (message|email|enquiry|inquiry|request|query)",
    r"(our|the) (working|business|office|opening) hours are\b.{0,60}",
    r"(we're|we are|currently|shop is|store is|clinic is) (currently |now )?(closed|unavailable|not available)( right)?( now| today)?( and|\.|,|$).{0,40}",
    r"(ticket|case|reference)( (id|no|number))?[ :#]+\w{3,}.{0,40}(created|opened|raised|assigned)",
    r"(welcome to|you have reached) .{2,60}(how (can|may) (we|i) help|please (select|choose|press|type|reply with)|press \d|select an option)",
    r"(हमसे संपर्क|संपर्क) करने के लिए (धन्यवाद|शुक्रिया)",
    r"(sampark|contact|message) karne ke liye (dhanyavaad|dhanyawad|shukriya|dhanyavad)",
)
# Leanings that only a machine's answer has together, whatever the language.
TOGETHER: tuple[frozenset[str], ...] = tuple(
    frozenset(pair)
    for pair in (
        ("on_leave", "until_date"), ("on_leave", "back_on_day"), ("on_leave", "in_absence"),
        ("in_absence", "ask_someone_else"), ("thanks_for_writing", "answers_soon"), ("thanks_for_writing", "team_will"),
        ("message_received", "answers_soon"), ("message_received", "team_will"), ("closed_for_now", "until_date"),
        ("closed_for_now", "hours"), ("closed_for_now", "answers_soon"), ("team_will", "answers_soon"),
        ("automatic", "answers_soon"), ("automatic", "message_received"), ("automatic", "on_leave"),
    )
)  # fmt: skip
BOUNCE_SENDER = re.compile(r"(mailer-daemon|postmaster|mail delivery (sub)?system|mdaemon)", re.IGNORECASE)
BOUNCE_SUBJECT = re.compile(
    r"^\s*(undeliver(able|ed)|delivery (status notification|failure|has failed|incomplete)|mail delivery (failed|failure|system)|"
    r"returned mail|failure notice|message (undeliverable|not delivered|delivery failure)|unzustellbar|mail could not be delivered|"
    r"non[ -]?delivery|nondeliverable|non remis)",
    re.IGNORECASE,
)
BOUNCE = any_of(
    r"(address|recipient|user|mailbox|email account|account)( address)? (not found|unknown|does(n't| not) exist|is unavailable|unavailable|rejected|is disabled|is full|couldn't be found|wasn't found)",
    r"(couldn't|could not|wasn't|was not|can't|unable to|failed to) (be )?deliver(ed)?",
    r"delivery (to the following recipients? )?(has )?failed( permanently)?",
    r"(550|551|552|553|554|450|452)[ -]?#?[45]\.\d\.\d{1,2}.{0,40}",
    r"(user|recipient|host|domain) unknown",
    r"(mailbox|quota) (is )?(full|exceeded)",
    r"undeliverable",
    r"permanent(ly)? (error|failure|fatal errors)",
)
