"""What people and machines answer, in three languages."""

import time

import pytest

from services.replies.rules import CONVERTS, Label, classify
from services.replies.stripping import visible

STOP = """
STOP
stop.
Please stop
Unsubscribe
UNSUBSCRIBE me please
opt out
Please remove me from your list
Kindly take us off your mailing list
remove my number from your database
Stop messaging me
stop sending me these messages
Don't message me again
Do not contact me anymore.
I no longer wish to receive your emails
not interested, please remove my number
No thanks. Unsubscribe.
Leave me alone
Never call this number again
Please don't send any more messages
I never signed up for this, delete my data
We do not want to receive promotional emails
lose my number
I will report you as spam
My number is on DND
message mat karo
mujhe message mat bhejo bhai
Please mujhe dobara call mat karna
msg band karo yaar
mera number hata do apni list se
pareshan mat karo
aur message nahi chahiye
मैसेज मत भेजो
कृपया मुझे संदेश न भेजें
बंद करो
मेरा नंबर हटा दो
दोबारा कॉल मत करना
परेशान मत करो
yes interested but first stop sending messages to me every day
बंद
arret
s t o p
stpo
un-subscribe
Kindly discontinue these mailers
Please desist from calling our office
Would you take us off whatever list this is
Where did you get this number? Delete it please.
Put our domain on your do-not-contact list
You do not have our consent to write to us
Consent is withdrawn herewith
Under the DPDP Act I ask you to erase what you hold about me
Not for us. Stop.
Nice range, but please do not include me in your broadcasts any more
I would prefer not to get any more of these mails
Please make this your last message
stop sendign me mesages
Is there a way to get off this list?
My details must be removed from your system
One more sms and I complain to TRAI
Cancel all further reminders
Forget you ever had my number
why do you keep texting? quit it
"""
NOT_STOP = """
I can't stop smiling, this looks great
Please don't call me right now, I am driving
Can you stop by our shop tomorrow?
Next bus stop ke paas hai meri dukaan
What is your cancellation policy?
Don't forget to send the brochure
Remove the second item and send the quote
Message karo mujhe kal
Call mat karna abhi, WhatsApp par details bhejo
We stopped using our last vendor, tell me more
kya aap meri purani list dekh sakte hain?
बंद दुकान के सामने हमारा ऑफिस है
Don't stop sending the catalogue, we like it
Please don't take us off your list
How do your customers unsubscribe from the plan?
Does the tool support opt-out on WhatsApp?
Please stop sending samples by courier, send the quotation
Don't call this week, call on the 5th
I won't block you, send it
If we discontinue midway, do you refund?
Add me to your mailing list
Stop! You had me at free delivery, send the link
Thanks for writing to us. Reply STOP to opt out of these messages.
"""


def _lines(block: str) -> list[str]:
    return [line for line in block.strip().splitlines() if line]


@pytest.mark.parametrize("text", _lines(STOP))
def test_whoever_says_stop_is_heard_and_never_becomes_a_lead(text: str):
    reply = classify(text)
    assert reply.label is Label.OPT_OUT
    assert reply.opt_out
    assert not reply.converts


@pytest.mark.parametrize("text", _lines(NOT_STOP))
def test_words_that_look_like_stop_do_not_suppress_anybody(text: str):
    assert not classify(text).opt_out


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("YES", Label.INTERESTED),
        ("Yes, I'm interested. Please call me", Label.INTERESTED),
        ("interested, call me", Label.INTERESTED),
        ("Sounds good, let's talk tomorrow", Label.INTERESTED),
        ("haan ji bilkul", Label.INTERESTED),
        ("Haan, details bhejo", Label.INTERESTED),
        ("mujhe chahiye, call karo", Label.INTERESTED),
        ("हाँ, मुझे जानकारी भेजिए", Label.INTERESTED),
        ("जी हाँ", Label.INTERESTED),
        ("👍", Label.INTERESTED),
        ("What is the price?", Label.QUESTION),
        ("how much", Label.QUESTION),
        ("Tell me more", Label.QUESTION),
        ("kitna charge hai", Label.QUESTION),
        ("price batao", Label.QUESTION),
        ("इसकी कीमत क्या है", Label.QUESTION),
        ("Who is this?", Label.QUESTION),
        ("Not interested", Label.NOT_INTERESTED),
        ("No thanks", Label.NOT_INTERESTED),
        ("Thank you, but we already have a vendor", Label.NOT_INTERESTED),
        ("no", Label.NOT_INTERESTED),
        ("nahi chahiye", Label.NOT_INTERESTED),
        ("hume zaroorat nahi hai", Label.NOT_INTERESTED),
        ("नहीं चाहिए", Label.NOT_INTERESTED),
        ("रुचि नहीं है", Label.NOT_INTERESTED),
        ("Call me next week", Label.NOT_NOW),
        ("Busy right now", Label.NOT_NOW),
        ("baad mein baat karte hain", Label.NOT_NOW),
        ("अभी नहीं, बाद में", Label.NOT_NOW),
        ("Maybe later", Label.NOT_NOW),
        ("Wrong number", Label.WRONG_PERSON),
        ("galat number hai", Label.WRONG_PERSON),
        ("गलत नंबर", Label.WRONG_PERSON),
        ("I no longer work here", Label.WRONG_PERSON),
        ("Please contact my colleague Ravi for this", Label.WRONG_PERSON),
        ("I am out of the office until Monday with limited access to email.", Label.OUT_OF_OFFICE),
        ("Thank you for contacting Asha Dental! We will get back to you shortly.", Label.OUT_OF_OFFICE),
        ("मैं 5 तारीख तक छुट्टी पर हूँ", Label.OUT_OF_OFFICE),
        ("OOO till Thursday.", Label.OUT_OF_OFFICE),
        ("I'm at a trade fair in Pune this week, replies will be slow.", Label.OUT_OF_OFFICE),
        ("Your request has been registered. Our executive will call you back.", Label.OUT_OF_OFFICE),
        ("Our office remains closed for Pongal. We will reply on the next working day.", Label.OUT_OF_OFFICE),
        ("This mailbox is not monitored.", Label.OUT_OF_OFFICE),
        ("Ich bin bis zum 12. August im Urlaub.", Label.OUT_OF_OFFICE),
        ("Nos bureaux sont fermés jusqu'au lundi 2 mai.", Label.OUT_OF_OFFICE),
        ("Hemos recibido su mensaje. Le responderemos a la brevedad.", Label.OUT_OF_OFFICE),
        ("I am out of office till 2, can you come at 3?", Label.QUESTION),
        ("", Label.OTHER),
        ("hmm", Label.OTHER),
    ],
)
def test_a_reply_is_read_for_what_it_means(text: str, label: Label):
    assert classify(text).label is label


@pytest.mark.parametrize(
    ("headers", "subject", "label"),
    [
        ({"Auto-Submitted": "auto-replied"}, "Re: Hello", Label.OUT_OF_OFFICE),
        ({}, "Automatic reply: Hello", Label.OUT_OF_OFFICE),
        ({"X-Failed-Recipients": "a@b.example"}, "", Label.BOUNCE),
        ({"From": "MAILER-DAEMON@mx.example"}, "Undelivered Mail Returned to Sender", Label.BOUNCE),
    ],
)
def test_machines_are_known_by_their_headers(headers: dict[str, str], subject: str, label: Label):
    reply = classify("Yes, sure. 550 5.1.1 user unknown", subject, headers)
    assert reply.label is label
    assert not reply.converts


def test_only_what_was_written_now_counts():
    text = "Yes please\n\nOn Mon, 3 Jun 2026 at 10:01, Asha <asha@a.example> wrote:\n> Reply STOP to opt out."
    assert classify(text).label is Label.INTERESTED
    assert visible("Hi\n\nRegards,\nAsha\nDirector") == "Hi"
    assert visible("Thanks") == "Thanks"
    assert visible("> only quoted") == ""


def test_a_refusal_a_machine_or_a_stop_never_makes_a_lead():
    assert {Label.NOT_INTERESTED, Label.OPT_OUT, Label.OUT_OF_OFFICE, Label.BOUNCE, Label.WRONG_PERSON}.isdisjoint(
        CONVERTS
    )


@pytest.mark.parametrize(
    "nasty", ["\x00" * 100, "a" * 60_000, "?" * 5_000, "On " * 20_000, "नहीं " * 5_000, "\u202e no"]
)
def test_nothing_odd_makes_it_slow_or_fail(nasty: str):
    start = time.process_time()
    classify(nasty, nasty[:500], {"From": nasty[:500]})
    assert time.process_time() - start < 2


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Yes please.\n\nDen 15. mars 2026 kl. 20.42 skrev Asha Rao <asha@acme.in>:\n\nHei", "Yes please."),
        ("Call me.\nOn Tue, 3 Feb 2026 at 10:00, Asha Rao\n<asha@acme.in> wrote:\n> Hello", "Call me."),
        ("हाँ, भेजिए\n\nमंगल, 3 फ़र॰ 2026 को 10:00 बजे आशा <asha@acme.in> ने लिखा:\n> नमस्ते", "हाँ, भेजिए"),
        ("As my partner wrote:\nwe want ten of them", "As my partner wrote:\nwe want ten of them"),
        ("Send it\n\n======\n\n-------- Oprindelig besked --------\nFra: a@b.dk", "Send it"),
        ("Works for me\n\nThanks,\nRavi", "Works for me\n\nThanks,\nRavi"),
        ("Works for me\n\nRegards,\nRavi Kumar\nDirector, Acme\n+91 98450 12345", "Works for me"),
    ],
)
def test_what_is_quoted_is_cut_and_what_was_written_stays(text: str, expected: str):
    assert visible(text) == expected


@pytest.mark.parametrize("text", ["STOP\n\nThanks,\nRavi", "Stop.\nRegards", "रोकें\n\nधन्यवाद सहित\nरवि"])
def test_a_closing_hides_no_opt_out(text: str):
    assert classify(text).opt_out
