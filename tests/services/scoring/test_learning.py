"""From first messages to a score card in force, on a real database."""

from collections.abc import Sequence
from datetime import timedelta

import pytest
from sqlmodel import Session, col, select, update

from services.core.clock import now
from services.core.errors import NotAllowed, NotFound
from services.core.scope import Scope
from services.db import insert_ignoring, reading, transaction
from services.models import (
    Channel,
    Contact,
    Lead,
    LeadSourceName,
    LeadStatus,
    OutreachMessageStatus,
    ScoreSnapshot,
    ScoreVersion,
)
from services.outreach.ledger import note_sent
from services.scoring.cards import prior_for
from services.scoring.contacts import rescore
from services.scoring.learning import Enough, learn, learn_due
from services.scoring.outcomes import Example, examples
from services.scoring.rescoring import CHUNK, freshen, rescore_chunk
from services.scoring.types import Audience
from services.scoring.versions import active_version, card_in_force, choose_version, follow_learning
from tests import support
from tests.services.scoring.sending import sent

LONG_AGO = timedelta(days=30)


def remembered(scope: Scope, given: Sequence[Example], *, is_practice: bool = False) -> None:
    """Contacts that were written to a month ago, with what became of it."""
    at = now() - LONG_AGO
    with transaction(scope) as session:
        rows = [
            Contact(
                email=f"c{number}.{len(given)}@x.example", is_sandbox=is_practice, converted_to_lead=one.answered,
                converted_at=at + timedelta(days=number / len(given), hours=1) if one.answered else None,
            )
            for number, one in enumerate(given)
        ]  # fmt: skip
        session.add_all(rows)
        session.flush()
        snapshots = [
            {
                "contact_id": row.id, "features": list(one.features), "score": 50, "version": 0,
                "is_practice": is_practice, "sent_at": at + timedelta(days=number / len(given)),
                "created_at": at, "updated_at": at,
            }
            for number, (row, one) in enumerate(zip(rows, given, strict=True))
        ]  # fmt: skip
        insert_ignoring(session, ScoreSnapshot, snapshots)


def snapshot_of(session: Session, contact: Contact) -> ScoreSnapshot | None:
    return session.exec(select(ScoreSnapshot).where(ScoreSnapshot.contact_id == contact.id)).first()


def scored(scope: Scope, **values: object) -> Contact:
    contact = support.add_contact(scope, **values)
    with transaction(scope) as session:
        session.add(contact)
        rescore(session, [contact], Audience())
    return contact


def test_the_first_message_keeps_what_was_known_then_and_later_ones_change_nothing(alice: Scope):
    contact = scored(alice, title="Owner")
    campaign = support.add_campaign(alice)
    for step in (1, 2):
        message = support.add_outreach_message(alice, campaign, contact, step=step)
        with transaction(alice) as session:
            session.add(message)
            note_sent(session, message, now())
        with transaction(alice) as session:
            session.execute(update(Contact).where(col(Contact.id) == contact.id).values(title="", ai_analysis={}))
    with reading(alice) as session:
        kept = snapshot_of(session, contact)
    assert kept
    assert "decides" in kept.features
    assert kept.score == contact.quality_score


def test_what_is_known_only_after_the_outcome_is_no_feature(alice: Scope):
    """The answer changes the contact's row; the features that were kept do not hear of it."""
    contact = scored(alice)
    before = set(contact.ai_analysis["features"])
    with transaction(alice) as session:
        row = session.get_one(Contact, contact.id)
        row.converted_to_lead, row.converted_at, row.verification_status = True, now(), "verified"
        rescore(session, [row], Audience())
        assert set(row.ai_analysis["features"]) == before


def test_only_first_messages_that_are_old_enough_are_judged(alice: Scope):
    remembered(alice, sent(20))
    contact = scored(alice)
    with transaction(alice) as session:
        row = {"contact_id": contact.id, "features": ["mobile"], "score": 1, "version": 0, "is_practice": False,
               "sent_at": now() - timedelta(days=2), "created_at": now(), "updated_at": now()}  # fmt: skip
        insert_ignoring(session, ScoreSnapshot, [row])
    with reading(alice) as session:
        assert len(examples(session, is_practice=False)) == 20


def test_a_win_counts_three_times_and_an_answer_before_the_message_not_at_all(alice: Scope):
    remembered(alice, [Example(("mobile",), now(), answered=True) for _ in range(3)])
    with transaction(alice) as session:
        first, second, third = session.exec(select(Contact).order_by(col(Contact.id)))
        for contact, status in ((first, LeadStatus.WON), (second, LeadStatus.LOST)):
            session.add(Lead(source=LeadSourceName.OUTREACH_RESPONSE, original_contact_id=contact.id, status=status))
        third.converted_at = now() - timedelta(days=90)
        ids = [first.id, second.id, third.id]
    with reading(alice) as session:
        found = examples(session, is_practice=False)
    assert [(one.answered, one.counts) for one in found] == [(True, 3.0), (True, 1.0), (False, 1.0)]
    assert len(ids) == 3


@pytest.mark.parametrize(
    ("outcomes", "answers", "met"), [(59, 20, False), (60, 9, False), (60, 10, True), (60, 51, False)]
)
def test_how_many_outcomes_are_enough(outcomes: int, answers: int, met: bool):
    assert Enough(outcomes, answers).is_met is met


def test_too_few_outcomes_teach_nothing(alice: Scope):
    remembered(alice, sent(40))
    assert learn(alice.customer_id) == 0
    with reading(alice) as session:
        assert card_in_force(session) == prior_for("")


def test_a_better_card_takes_over_and_the_contacts_follow(alice: Scope, charlie: Scope):
    remembered(alice, sent(1_200))
    mine, other = scored(alice, title="Owner", phone=None), scored(charlie, title="Owner", phone=None)
    assert learn(alice.customer_id) == 1
    with reading(alice) as session:
        version = active_version(session)
        assert version
        assert (version.number, version.outcomes) == (1, 1_200)
        assert version.report["learned"]["auc"] > version.report["rules"]["auc"]
    rescore_chunk(alice.customer_id, mine.id - 1)
    with reading(alice) as session:
        contact = session.get_one(Contact, mine.id)
        assert contact.quality_score != mine.quality_score
        assert contact.ai_analysis["version"] == 1
        assert sum(reason["points"] for reason in contact.ai_analysis["reasons"]) == contact.quality_score
    with reading(charlie) as session:
        assert session.get_one(Contact, other.id).quality_score == other.quality_score
        assert active_version(session) is None


def test_going_back_lasts_until_a_person_follows_the_learning_again(alice: Scope, bob: Scope):
    remembered(alice, sent(900))
    learn(alice.customer_id)
    with pytest.raises(NotAllowed), transaction(bob) as session:
        choose_version(session, bob, 0)
    with pytest.raises(NotFound), transaction(alice) as session:
        choose_version(session, alice, 7)
    with transaction(alice) as session:
        choose_version(session, alice, 0)
        assert card_in_force(session).version == 0
    assert learn(alice.customer_id) == 2
    with reading(alice) as session:
        assert card_in_force(session).version == 0, "a newer version must wait for the person who went back"
    with transaction(alice) as session:
        follow_learning(session, alice)
    with transaction(alice) as session:
        assert card_in_force(session).version == 2
        choose_version(session, alice, 1)
        assert card_in_force(session).version == 1


def test_a_card_that_orders_worse_is_kept_but_not_used(alice: Scope):
    """The newest outcomes are the reverse of all before: what was learned is worse there than the rules."""
    told = sent(900, odds={"decides": 3.0, "mobile": -3.0})
    turned = sent(500, seed=2, odds={"decides": -3.0, "mobile": 3.0, "industry_and_city": 1.0})
    remembered(alice, told + turned)
    assert learn(alice.customer_id) == 1
    with reading(alice) as session:
        assert active_version(session) is None
        assert session.exec(select(ScoreVersion)).one().report["is_better"] is False


def test_simulated_people_teach_only_until_a_real_one_was_written_to(alice: Scope):
    remembered(alice, sent(300), is_practice=True)
    assert learn(alice.customer_id) == 1
    remembered(alice, sent(100))
    assert learn(alice.customer_id) == 2
    with reading(alice) as session:
        versions = session.exec(select(ScoreVersion).order_by(col(ScoreVersion.number))).all()
    assert [(one.is_practice, one.outcomes) for one in versions] == [(True, 300), (False, 100)]


def test_the_clock_learns_once_and_again_when_enough_is_new(alice: Scope, charlie: Scope):
    remembered(alice, sent(200))
    remembered(charlie, sent(30))
    learn_due()
    learn_due()
    with reading(alice) as session:
        assert len(session.exec(select(ScoreVersion)).all()) == 1
    remembered(alice, sent(30, seed=3))
    learn_due()
    with reading(alice) as session:
        assert len(session.exec(select(ScoreVersion)).all()) == 2
    with reading(charlie) as session:
        assert session.exec(select(ScoreVersion)).all() == []


def test_a_long_list_is_scored_in_steps(alice: Scope, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("services.scoring.rescoring.CHUNK", 2)
    made = [support.add_contact(alice, quality_score=1) for _ in range(5)]
    asked: list[int] = []
    monkeypatch.setattr("services.scoring.rescoring.enqueue", lambda *_, after, **__: asked.append(after))
    after = 0
    for _ in range(3):
        rescore_chunk(alice.customer_id, after)
        after = asked[-1]
    assert asked == [made[1].id, made[3].id]
    with reading(alice) as session:
        assert all(contact.quality_score > 1 for contact in session.exec(select(Contact)))
    assert CHUNK >= 500


def test_the_night_rewrites_only_what_crossed_a_step_of_age(alice: Scope):
    days = {"new": 1, "crossing": 92, "long past": 120, "stale": 183}
    made = {name: scored(alice) for name in days}
    with transaction(alice) as session:
        for name, contact in made.items():
            values = {"created_at": now() - timedelta(days=days[name]), "quality_score": 7}
            session.execute(update(Contact).where(col(Contact.id) == contact.id).values(values))
    freshen()
    with reading(alice) as session:
        found = {name: session.get_one(Contact, contact.id) for name, contact in made.items()}
    assert {name: "ageing" in one.ai_analysis["features"] for name, one in found.items()}["crossing"]
    assert "stale" in found["stale"].ai_analysis["features"]
    assert [name for name, one in found.items() if one.quality_score == 7] == ["new", "long past"]


@pytest.mark.parametrize("channel", list(Channel))
def test_a_whatsapp_message_that_was_read_shows_in_the_score_and_an_opened_mail_does_not(
    alice: Scope, channel: Channel
):
    contact, campaign = scored(alice), support.add_campaign(alice, type=channel)
    support.add_outreach_message(
        alice, campaign, contact, status=OutreachMessageStatus.READ, sent_at=now() - timedelta(days=1)
    )
    with transaction(alice) as session:
        session.get_one(Contact, contact.id).outreach_attempts = 1
    freshen()
    with reading(alice) as session:
        features = session.get_one(Contact, contact.id).ai_analysis["features"]
    assert ("opened" in features) is (channel is Channel.WHATSAPP)
