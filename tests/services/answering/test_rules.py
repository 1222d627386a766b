"""Every guard of an automatic reply by itself, and what a draft may say without a person's look."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from services.answering.rules import check_answers, is_founded, is_open, signed, why_not, why_not_draft
from services.answering.sensitive import always_a_person
from services.answering.types import Allowed, AnswerForm, Question, Why
from services.calls.rules import WorkingHours
from services.core.errors import Invalid
from services.models import AnswerHours, Customer, OutreachCampaignStatus
from services.replies.rules import Label
from services.suggesting.facts import facts_of
from services.suggesting.plain import plain_draft
from services.suggesting.topics import Topic, topics_of
from services.suggesting.types import Asked, Draft, Drafted, Source, Trouble
from tests.hostile import TEXTS
from tests.services.analysis.injections import INJECTIONS

NOON = datetime(2026, 11, 27, 6, 30, tzinfo=UTC)  # a Friday, 12:00 in India
INDIA = WorkingHours("Asia/Kolkata", (0, 1, 2, 3, 4, 5), "10:00", "18:00")
FORM = AnswerForm(True, topics=list(Topic))
ALLOWED = Allowed(FORM, OutreachCampaignStatus.RUNNING, INDIA)
PRICE = "How much is the cleaning?"
ASKED = Question(PRICE, PRICE, Label.QUESTION, ["question"], 92, False, NOON)
ACME = Customer(
    name="Acme Dental",
    description="Gentle dentists in Pune",
    address="12 MG Road, Pune",
    website="acmedental.in",
    services=["Cleaning", "Braces"],
    answer_facts="Cleaning costs ₹1,200\nBraces cost ₹40,000\nImplants cost ₹30,000\n"
    "We are open Monday to Saturday from 10 am to 7 pm\nParking is behind the building\n"
    "Evening slots are available on weekdays",
)
FACTS = facts_of(ACME)


def asked(said: str, **values: Any) -> Question:
    return replace(ASKED, **{"said": said, "lately": said, **values})


def allowed(**values: Any) -> Allowed:
    return replace(ALLOWED, **values)


def form(**values: Any) -> AnswerForm:
    return replace(FORM, **values)


def test_a_plain_question_about_an_allowed_topic_is_answered() -> None:
    assert why_not(ASKED, ALLOWED, NOON) is None


@pytest.mark.parametrize(
    ("why", "question", "ours"),
    [
        (Why.SWITCHED_OFF, {}, {"form": form(is_on=False)}),
        (Why.PAUSED, {}, {"campaign": OutreachCampaignStatus.PAUSED}),
        (Why.PAUSED, {}, {"campaign": OutreachCampaignStatus.DRAFT}),
        (None, {}, {"campaign": OutreachCampaignStatus.COMPLETED}),
        (Why.STOPPED, {}, {"suppressed": True}),
        (Why.WINDOW, {}, {"window_open": False}),
        (Why.ANSWERED, {}, {"person_answered": True}),
        (Why.PRESENT, {}, {"person_here": True}),
        (Why.BEGUN, {}, {"draft_begun": True}),
        (Why.WROTE_AGAIN, {"is_newest": False}, {}),
        (Why.FILES, {"has_files": True}, {}),
        (Why.LIMIT, {}, {"sent": 2}),
        (None, {}, {"sent": 1}),
        (Why.NO_QUESTION, {"label": Label.NOT_NOW}, {}),
        (Why.NO_QUESTION, {"label": Label.WRONG_PERSON}, {}),
        (Why.NO_QUESTION, {"label": Label.INTERESTED, "intents": ["interested"], "said": "Cleaning price"}, {}),
        (None, {"label": Label.INTERESTED, "intents": ["interested", "question"]}, {}),
        (None, {"label": Label.MEETING, "intents": ["meeting"], "said": "Can I book an appointment?"}, {}),
        (Why.UNSURE, {"confidence": 69}, {}),
        (None, {"confidence": 70}, {}),
        (Why.UNSURE, {"is_unsure": True}, {}),
        (Why.NO_TOPIC, {"said": "Who is the founder?"}, {}),
        (Why.TOPIC, {}, {"form": form(topics=[Topic.PLACE, Topic.HOURS])}),
        (Why.TOPIC, {"said": "Where are you, and what does it cost?"}, {"form": form(topics=[Topic.PLACE])}),
        (Why.LATE, {"at": NOON - timedelta(hours=3)}, {}),
        (Why.HOURS, {}, {"form": form(hours=AnswerHours.OUTSIDE)}),
    ],
)
def test_each_guard_stops_it_alone(why: Why | None, question: dict[str, Any], ours: dict[str, Any]) -> None:
    assert why_not(replace(ASKED, **question), allowed(**ours), NOON) == why


@pytest.mark.parametrize(
    "values",
    [
        {"label": Label.OUT_OF_OFFICE},
        {"label": Label.BOUNCE},
        {"headers": {"auto-submitted": "auto-replied"}},
        {"headers": {"precedence": "bulk"}},
        {"headers": {"list-id": "<news.example>"}},
        {"headers": {"x-auto-response-suppress": "All"}},
        {"headers": {"return-path": "<>"}},
        {"sender": "no-reply@shop.example"},
        {"sender": "MAILER-DAEMON@mx.example"},
        {"answered_at": NOON - timedelta(seconds=1)},
        {"earlier": ["how much is the CLEANING"]},
    ],
)
def test_no_machine_is_answered(values: dict[str, Any]) -> None:
    assert why_not(replace(ASKED, **values), ALLOWED, NOON) is Why.MACHINE


@pytest.mark.parametrize(
    "values",
    [
        {"headers": {"auto-submitted": "no", "precedence": "normal"}},
        {"sender": "neha@singh.example"},
        {"answered_at": NOON - timedelta(seconds=30)},
        {"earlier": ["Where are you?"]},
    ],
)
def test_people_are_no_machines(values: dict[str, Any]) -> None:
    assert why_not(replace(ASKED, **values), ALLOWED, NOON) is None


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("Are you a bot?", Why.WHO),
        ("Am I talking to a real person?", Why.WHO),
        ("kya aap insaan ho ya robot?", Why.WHO),
        ("क्या आप रोबोट हैं?", Why.WHO),
        ("Can I speak to your manager about the price?", Why.WANTS_PERSON),
        ("Please call me, how much is it?", Why.WANTS_PERSON),
        ("What is the price, any discount?", Why.MONEY),
        ("What is your best price for cleaning?", Why.MONEY),
        ("Cleaning ka rate thoda kam karo?", Why.MONEY),
        ("इसकी कीमत कम करो?", Why.MONEY),
        ("Can I pay by EMI? What is the price?", Why.MONEY),
        ("I want a refund, where is your office?", Why.MONEY),
        ("How did you get my number?", Why.LEGAL),
        ("My lawyer will write, what is your address?", Why.LEGAL),
        ("I will go to consumer court. What is your address?", Why.LEGAL),
        ("This is spam, where are you located?", Why.ANGRY),
        ("Worst service. What does it cost?", Why.ANGRY),
        ("fraud ho tum log, address do?", Why.ANGRY),
        ("शिकायत कहाँ करें?", Why.ANGRY),
        ("What is the price????", Why.ANGRY),
        ("TELL ME THE PRICE NOW", Why.ANGRY),
        ("Stop, and what does it cost?", Why.STOP),
        ("Emergency! Are you open?", Why.URGENT),
        ("daant mein bahut dard hai, clinic khula hai?", Why.URGENT),
        ("What is the price? Mail it to me@evil.example", Why.ORDERS),
        ("Price? See http://evil.example", Why.ORDERS),
    ],
)
def test_what_is_always_left_to_a_person(said: str, why: Why) -> None:
    assert why_not(asked(said), ALLOWED, NOON) is why


@pytest.mark.parametrize(
    "said",
    [
        PRICE,
        "Where are you located?",
        "Are you open on Sunday?",
        "Cleaning ka kitna lagega?",
        "कीमत क्या है?",
        "Do you have parking?",
        "What is the price of a washing machine?",
        "Is the badminton court open on Sunday?",
        "Do you sell computers?",
    ],
)
def test_honest_questions_are_not_held_back(said: str) -> None:
    assert always_a_person(said) is None


@pytest.mark.parametrize("said", INJECTIONS)
def test_whoever_speaks_to_machines_gets_no_answer_of_one(said: str) -> None:
    assert why_not(asked(f"{said} {PRICE}"), ALLOWED, NOON) is not None
    later = asked(PRICE, lately=f"{said}\n{PRICE}")
    assert why_not(later, ALLOWED, NOON) is not None, "nor when it was said a moment before"


@pytest.mark.parametrize("said", TEXTS.values(), ids=TEXTS)
def test_no_text_breaks_the_rules(said: str) -> None:
    why_not(asked(said), ALLOWED, NOON)
    draft = plain_draft(Asked(FACTS, [Source("m1", said, "theirs", True)], Label.QUESTION, said[:40]))
    why_not_draft(Drafted(draft, Asked(FACTS, [], Label.QUESTION)), asked(said))


@pytest.mark.parametrize(
    ("hours", "opens", "closes", "clock", "expected"),
    [
        (AnswerHours.ALWAYS, "", "", 3, True),
        (AnswerHours.BETWEEN, "20:00", "09:00", 12, False),
        (AnswerHours.BETWEEN, "20:00", "09:00", 23, True),
        (AnswerHours.BETWEEN, "20:00", "09:00", 2, True),
        (AnswerHours.BETWEEN, "09:00", "20:00", 12, True),
        (AnswerHours.BETWEEN, "09:00", "20:00", 20, False),
        (AnswerHours.OUTSIDE, "", "", 12, False),
        (AnswerHours.OUTSIDE, "", "", 18, True),
        (AnswerHours.OUTSIDE, "", "", 9, True),
    ],
)
def test_hours_are_those_of_the_customers_clock(
    hours: AnswerHours, opens: str, closes: str, clock: int, expected: bool
) -> None:
    at = NOON + timedelta(hours=clock - 12)
    assert is_open(form(hours=hours, opens=opens, closes=closes), INDIA, at) is expected


def test_days_off_are_outside_working_hours() -> None:
    sunday = NOON + timedelta(days=2)
    holiday = datetime(2027, 1, 26, 6, 30, tzinfo=UTC)  # Republic Day, a Tuesday
    outside = form(hours=AnswerHours.OUTSIDE)
    assert is_open(outside, INDIA, sunday)
    assert is_open(outside, replace(INDIA, holidays="IN"), holiday)
    assert not is_open(outside, INDIA, holiday)


@pytest.mark.parametrize(
    ("said", "topics"),
    [
        (PRICE, {Topic.PRICE}),
        ("kitne ka hai", {Topic.PRICE}),
        ("kitne baje khulta hai", {Topic.HOURS}),
        ("How much time does it take?", set()),
        ("Where are you, and what does it cost?", {Topic.PLACE, Topic.PRICE}),
        ("Please send the brochure", {Topic.DETAILS}),
        ("Can I book a visit?", {Topic.CALL}),
        ("Is an evening slot available?", {Topic.AVAILABILITY}),
        ("आपका क्लिनिक कहाँ है", {Topic.PLACE}),
        ("Thank you", set()),
    ],
)
def test_topics_are_heard_in_three_languages(said: str, topics: set[Topic]) -> None:
    assert topics_of(said) == topics


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (PRICE, True),
        ("How much are veneers?", False),
        ("price?", False),  # three prices: which one is meant is not said
        ("Where are you?", True),
        ("Are you open on Sunday?", True),
        ("Do you have parking?", True),
        ("Do you have a lift?", False),
        ("Please send the brochure", False),
        ("Is an evening slot available?", True),
        ("Is it still available?", False),
        ("What services do you offer?", True),
        ("Can I book an appointment?", False),  # nothing of ours says how
        ("Where are you and how much is cleaning?", True),
        ("Where are you and how much are veneers?", False),
        ("Are you open on Diwali?", False),  # the usual hours may not hold
        ("Are you open on 26 January?", False),
        ("Kya holi par khula hai?", False),
        ("Do you close on public holidays?", False),
    ],
)
def test_only_what_the_facts_answer_counts_as_answered(said: str, expected: bool) -> None:
    draft = plain_draft(Asked(FACTS, [Source("m1", said, "theirs", True)], Label.QUESTION))
    drafted = Drafted(draft, Asked(FACTS, [], Label.QUESTION))
    assert (why_not_draft(drafted, asked(said)) is None) is expected


@pytest.mark.parametrize(
    ("fact", "expected"), [("We are closed on Diwali and Holi.", True), ("We are closed on Holi.", False)]
)
def test_hours_of_a_festival_are_told_where_the_facts_name_it(fact: str, expected: bool) -> None:
    said = "Are you open on Diwali?"
    facts = [*FACTS, Source("f9", fact, "Fact 9")]
    drafted = Drafted(
        plain_draft(Asked(facts, [Source("m1", said, "theirs", True)], Label.QUESTION)),
        Asked(facts, [], Label.QUESTION),
    )
    assert (why_not_draft(drafted, asked(said)) is None) is expected
    assert ("Diwali" in drafted.draft.text) is expected


@pytest.mark.parametrize("said", ["दिवाली पर खुला है?", "क्या 26 जनवरी को खुला है?"])
def test_a_models_hours_of_a_festival_need_a_fact_that_names_it(said: str) -> None:
    open_hours = by_model("We are open Monday to Saturday.", "open")
    assert open_hours.facts
    assert why_not_draft(open_hours, asked(said)) is Why.NO_FACTS


def by_model(text: str, *facts: str) -> Drafted:
    refs = [one.ref for one in FACTS if any(word in one.text for word in facts)]
    return Drafted(Draft(text, "m", [], facts=refs), Asked(FACTS, [], Label.QUESTION))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Cleaning costs ₹1,200.", True),
        ("Cleaning costs ₹1200 with us.", True),
        ("Cleaning costs ₹900.", False),
        ("Cleaning costs ₹1,200 lakh.", False),
        ("Cleaning costs ₹40,000.", False),  # a fact of ours, but not one that it uses
        ("Cleaning costs nine hundred rupees.", False),
        ("Cleaning is free for you.", False),
        ("Cleaning costs ₹1,200, half for your friend.", False),
        ("Cleaning costs ₹1,200. We promise no pain.", False),
        ("Cleaning costs ₹1,200. Come tomorrow.", False),
        ("Cleaning costs ₹1,200. See evil.example/pay", False),
        ("Cleaning costs ₹1,200. See https://x", False),
        ("Cleaning costs ₹1,200. Write to me@evil.example", False),
        ("Cleaning costs ₹1,200. Call +91 98450 12345", False),
        ("सफाई की कीमत ₹१,२०० है।", True),
        ("सफाई मुफ्त है।", False),
    ],
)
def test_a_draft_says_no_figure_address_or_promise_of_its_own(text: str, expected: bool) -> None:
    assert is_founded(by_model(text, "Cleaning costs")) is expected


def test_a_draft_that_uses_no_fact_is_not_sent() -> None:
    assert why_not_draft(by_model("We will find out and come back."), ASKED) is Why.NO_FACTS
    assert why_not_draft(by_model("Braces cost ₹40,000.", "Braces cost"), ASKED) is Why.NO_FACTS


def test_trouble_with_the_model_decides_too() -> None:
    sound = by_model("Cleaning costs ₹1,200.", "Cleaning costs")
    assert why_not_draft(sound, ASKED) is None
    assert why_not_draft(replace(sound, trouble=Trouble.BUDGET), ASKED) is Why.BUDGET
    assert why_not_draft(replace(sound, trouble=Trouble.UNFOUNDED), ASKED) is Why.UNFOUNDED


def test_another_script_is_answered_by_a_model_alone() -> None:
    hindi = asked("सफाई की कीमत क्या है?")
    sound = by_model("सफाई की कीमत ₹1,200 है।", "Cleaning costs")
    assert why_not_draft(sound, hindi) is None
    assert why_not_draft(replace(sound, draft=replace(sound.draft, by="")), hindi) is Why.LANGUAGE
    assert why_not_draft(by_model("हम पुणे में हैं।", "Parking"), hindi) is Why.NO_FACTS


def test_a_name_that_lies_is_not_sent() -> None:
    messages = [Source("m1", PRICE, "theirs", True)]
    for name in ("evil.example/pay", "₹100", "FREE", "98450"):
        known = Asked(FACTS, messages, Label.QUESTION, name)
        assert why_not_draft(Drafted(plain_draft(known), known), ASKED) is Why.UNFOUNDED


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"topics": []}, "answers_topics"),
        ({"hours": AnswerHours.BETWEEN}, "answers_hours"),
        ({"hours": AnswerHours.BETWEEN, "opens": "09:00", "closes": "25:00"}, "answers_hours"),
        ({"hours": AnswerHours.BETWEEN, "opens": "09:00", "closes": "09:00"}, "answers_hours"),
        ({"most_answers": 0}, "answers_most"),
        ({"most_answers": 11}, "answers_most"),
        ({"least_confidence": 101}, "answers_confidence"),
    ],
)
def test_a_wrong_rule_is_refused_at_its_field_unless_it_is_off(values: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        check_answers(form(**values))
    assert refused.value.field == field
    check_answers(form(**values, is_on=False))


def test_the_signature_speaks_the_readers_language() -> None:
    assert signed("Hello", "en").startswith("Hello\n\nThis is an automatic reply.")
    assert "अपने आप" in signed("नमस्ते", "hi")
    assert signed("Hello", "ta") == signed("Hello", "hi-Latn") == signed("Hello", "en")
