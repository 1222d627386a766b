"""Pure rules: whether a message is answered by itself, what its draft may say, and what a campaign may be set to."""

import re
from collections.abc import Callable
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from services.analysis.checking import ADDRESS
from services.answering.sensitive import always_a_person
from services.answering.types import Allowed, AnswerForm, Question, Why
from services.calls.rules import WorkingHours
from services.core.clock import is_clock_time, local_day
from services.core.days_off import is_holiday
from services.core.errors import Invalid
from services.models import AnswerHours, OutreachCampaignStatus
from services.replies.reading import MACHINES
from services.replies.rules import Label
from services.suggesting.rules import numbers_in
from services.suggesting.topics import facts_about, fitting, topics_of
from services.suggesting.types import Drafted, Trouble

MOST_ANSWERS = 10
LATEST = timedelta(hours=2)  # after that an answer by a machine comes as a surprise
FASTEST = timedelta(seconds=3)  # whoever answers sooner than this does not read
_STANDING = {OutreachCampaignStatus.RUNNING, OutreachCampaignStatus.SCHEDULED, OutreachCampaignStatus.COMPLETED}
_ASKS = {Label.QUESTION, Label.INTERESTED, Label.MEETING}
_NOBODY = re.compile(
    r"(no|not|never|don'?t)[-_.]?reply|mailer-daemon|postmaster|bounces?|notifications?|auto-?(mailer|reply)"
)
_BULK = {"bulk", "list", "junk", "auto_reply"}
# What is a promise or a figure although it has no digit; a draft says it only where the facts do.
_CLAIMS = re.compile(
    r"\b(free|discounts?|off|cheaper|cheapest|guarantee\w*|promise\w*|refunds?|half|double|dozens?|percent|hundreds?"
    r"|thousands?|lakhs?|crores?|million|tomorrow|today|tonight|monday|tuesday|wednesday|thursday|friday|saturday|sunday"
    r"|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
    r"|muft|chh?oot|sau|hazaa?r|kal|aaj)\b|मुफ्त|मुफ़्त|छूट|सौ|हज़ार|हजार|लाख|करोड़|आधा|आधी|कल|आज",
    re.IGNORECASE,
)
_NOT_LATIN = re.compile(r"[^\W\d_a-zA-ZÀ-ɏ]")


def why_not(asked: Question, allowed: Allowed, at: datetime) -> Why | None:
    """The first thing that stands against an automatic reply now; None when nothing does."""
    for stands_against in _GUARDS:
        why = stands_against(asked, allowed, at)
        if why:
            return why
    return None


def _by_permission(_asked: Question, allowed: Allowed, _at: datetime) -> Why | None:
    if not allowed.form.is_on:
        return Why.SWITCHED_OFF
    if allowed.campaign not in _STANDING:
        return Why.PAUSED
    if allowed.suppressed:
        return Why.STOPPED
    return None if allowed.window_open else Why.WINDOW


def _by_people(asked: Question, allowed: Allowed, _at: datetime) -> Why | None:
    if allowed.person_answered:
        return Why.ANSWERED
    if allowed.draft_begun:
        return Why.BEGUN
    if allowed.person_here:
        return Why.PRESENT
    return None if asked.is_newest else Why.WROTE_AGAIN


def _by_loop(asked: Question, _allowed: Allowed, _at: datetime) -> Why | None:
    """Two machines that answer each other never stop by themselves."""
    return Why.MACHINE if asked.label in MACHINES or is_machine(asked) else None


def is_machine(asked: Question) -> bool:
    """Whether these words come from a program, by the letter's head, the pace, or because they repeat."""
    head = asked.headers
    if head.get("auto-submitted", "no").casefold() != "no" or head.get("precedence", "").casefold() in _BULK:
        return True
    if "list-id" in head or "x-auto-response-suppress" in head or head.get("return-path", "").strip() == "<>":
        return True
    if _NOBODY.search(asked.sender.casefold().partition("@")[0]):
        return True
    if asked.answered_at is not None and timedelta() <= asked.at - asked.answered_at < FASTEST:
        return True
    return _bare(asked.said) in {_bare(one) for one in asked.earlier}


def _bare(text: str) -> str:
    return re.sub(r"\W+", "", text.casefold())


def _by_words(asked: Question, _allowed: Allowed, _at: datetime) -> Why | None:
    return always_a_person(asked.lately) or always_a_person(asked.said) or (Why.FILES if asked.has_files else None)


def _by_meaning(asked: Question, allowed: Allowed, _at: datetime) -> Why | None:
    asks = Label.QUESTION in asked.intents or "?" in asked.said
    if asked.label not in _ASKS or not asks:
        return Why.NO_QUESTION
    if asked.is_unsure or asked.confidence < allowed.form.least_confidence:
        return Why.UNSURE
    topics = topics_of(asked.said)
    if not topics:
        return Why.NO_TOPIC
    return None if topics <= set(allowed.form.topics) else Why.TOPIC


def _by_time(asked: Question, allowed: Allowed, at: datetime) -> Why | None:
    if at - asked.at > LATEST:
        return Why.LATE
    return None if is_open(allowed.form, allowed.working, at) else Why.HOURS


def _by_number(_asked: Question, allowed: Allowed, _at: datetime) -> Why | None:
    return Why.LIMIT if allowed.sent >= allowed.form.most_answers else None


_GUARDS: tuple[Callable[[Question, Allowed, datetime], Why | None], ...] = (
    _by_permission,
    _by_people,
    _by_words,
    _by_number,
    _by_loop,
    _by_meaning,
    _by_time,
)


def is_open(form: AnswerForm, working: WorkingHours, at: datetime) -> bool:
    """Whether the campaign answers at this moment; hours may reach over midnight."""
    clock = at.astimezone(ZoneInfo(working.zone)).time()
    if form.hours is AnswerHours.BETWEEN:
        return _is_within(clock, form.opens, form.closes)
    if form.hours is AnswerHours.OUTSIDE:
        day = local_day(at, working.zone)
        works = day.weekday() in working.days and not is_holiday(day, working.holidays)
        return not (works and _is_within(clock, working.opens, working.closes))
    return True


def _is_within(clock: time, opens: str, closes: str) -> bool:
    first, last = time.fromisoformat(opens), time.fromisoformat(closes)
    return first <= clock < last if first < last else clock >= first or clock < last


def why_not_draft(drafted: Drafted, asked: Question) -> Why | None:
    """What speaks against sending this draft without a person's look; None when nothing does."""
    if drafted.trouble is Trouble.BUDGET:
        return Why.BUDGET
    if drafted.trouble is Trouble.UNFOUNDED or not is_founded(drafted):
        return Why.UNFOUNDED
    is_latin = not _NOT_LATIN.search(asked.said)
    if not (is_latin or drafted.draft.by):
        return Why.LANGUAGE
    answers = fitting if is_latin else facts_about  # words of another script are not those of the facts
    found = [answers(topic, asked.said, drafted.asked.facts) for topic in topics_of(asked.said)]
    return None if found and all(any(one in drafted.facts for one in some) for some in found) else Why.NO_FACTS


def is_founded(drafted: Drafted) -> bool:
    """Whether every number, address, link and promise of the draft stands in the facts that it uses."""
    text, stated = drafted.draft.text, " ".join(one.text for one in drafted.facts)
    if not numbers_in(text) <= numbers_in(stated):
        return False
    told = [*ADDRESS.findall(text), *re.findall(r"\w+://\S+", text)]
    if any(one.rstrip(".,!?)").casefold() not in stated.casefold() for one in told):
        return False
    claimed = {found.group().casefold() for found in _CLAIMS.finditer(text)}
    return claimed <= {found.group().casefold() for found in _CLAIMS.finditer(stated)}


def check_answers(form: AnswerForm) -> None:
    """Raises Invalid at the first wrong field, of a rule that is switched on."""
    if not form.is_on:
        return
    if not form.topics:
        raise Invalid("Choose at least one topic.", "answers_topics")
    if form.hours is AnswerHours.BETWEEN:
        _check_hours(form.opens, form.closes)
    if not 1 <= form.most_answers <= MOST_ANSWERS:
        raise Invalid(f"Enter a number from 1 to {MOST_ANSWERS}.", "answers_most")
    if not 0 <= form.least_confidence <= 100:
        raise Invalid("Enter a number from 0 to 100.", "answers_confidence")


def _check_hours(opens: str, closes: str) -> None:
    if not (is_clock_time(opens) and is_clock_time(closes)):
        raise Invalid("Enter both times, such as 20:00.", "answers_hours")
    if opens == closes:
        raise Invalid("The end must differ from the beginning.", "answers_hours")


def signed(text: str, language: str) -> str:
    """The answer with one line that says what it is and how a person is reached."""
    return f"{text}\n\n{_SIGNED['hi' if language == 'hi' else 'en']}"


_SIGNED = {
    "en": "This is an automatic reply. Write back and one of us will read it.",
    "hi": "यह अपने आप भेजा गया उत्तर है। लिखिए, हममें से कोई पढ़ेगा।",
}
