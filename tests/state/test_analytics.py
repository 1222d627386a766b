"""Score quality: what is shown before and after anything was learned, who may change it, and the written analysis."""

import pytest
from sqlmodel import select

from services.core.clock import now
from services.core.scope import Role, Scope
from services.db import reading, transaction
from services.models import Customer, Job, ScoreSettings
from services.scoring.learning import learn
from services.scoring.versions import active_version
from state.analytics import ScoreQualityState
from tests import support
from tests.services.scoring.sending import sent
from tests.services.scoring.test_learning import remembered
from tests.state.conftest import TabOf
from tests.state.tabs import Tab


@pytest.fixture
def launched(sqlite: str, acme: int) -> None:
    with transaction(Scope(acme)) as session:
        session.get_one(Customer, acme).launched_at = now()


@pytest.fixture
async def tab(tab_of: TabOf, launched: None, alice: Scope) -> Tab:
    return await tab_of(alice)


async def test_before_anything_was_learned_the_page_says_what_is_needed(tab: Tab, alice: Scope):
    remembered(alice, sent(30))
    await tab.open("/analytics")
    state = await tab.state(ScoreQualityState)
    assert state.ready
    assert state.heading == "Scored by the starting rules: Any business"
    assert "After about 60 first messages" in state.explanation
    assert 0 < state.progress < 100
    assert not state.can_learn
    assert [row.name for row in state.versions] == ["Starting rules"]
    assert state.raising[0].points > 0 > state.lowering[0].points


async def test_after_learning_the_figures_are_there_and_one_can_go_back(tab: Tab, alice: Scope, charlie: Scope):
    remembered(alice, sent(900))
    learn(alice.customer_id)
    await tab.open("/analytics")
    state = await tab.state(ScoreQualityState)
    assert state.heading == "Scored by version 1"
    assert float(state.auc) > 0.6
    assert [row.name for row in state.comparison] == ["Learned", "Starting rules", "Blind order"]
    assert len(state.curve) == 8
    assert any("by your outcomes" in row.learned for row in state.raising)
    await tab.send(ScoreQualityState.choose(0))
    assert tab.toasts == ["success: Chosen"]
    state = await tab.state(ScoreQualityState)
    assert (state.heading, state.keeps_version) == ("Scored by the starting rules: Any business", True)
    await tab.send(ScoreQualityState.follow())
    with reading(alice) as session:
        assert active_version(session)
    await tab.send(ScoreQualityState.choose(99))
    assert tab.errors == ["This version was not found."]


async def test_retraining_is_queued_and_a_viewer_may_not(tab: Tab, tab_of: TabOf, acme: int, alice: Scope):
    await tab.send(ScoreQualityState.learn())
    viewer = await tab_of(support.add_member(acme, "viewer@acme.example", Role.VIEWER))
    for event in (ScoreQualityState.learn(), ScoreQualityState.choose(0), ScoreQualityState.follow()):
        await viewer.send(event)
    await viewer.send(ScoreQualityState.save_writing({"is_written": True, "least_score": "1"}))
    assert len(viewer.errors) == 4
    with reading(alice) as session:
        assert [job.name for job in session.exec(select(Job)) if job.name == "learn_scores"] == ["learn_scores"]
        assert session.exec(select(ScoreSettings)).first() is None


async def test_the_written_analysis_is_switched_on_here(tab: Tab, alice: Scope):
    await tab.open("/analytics")
    await tab.send(ScoreQualityState.save_writing({"is_written": True, "least_score": "eighty"}))
    state = await tab.state(ScoreQualityState)
    assert state.problems == {"least_score": "Enter a score from 0 to 100."}
    await tab.send(ScoreQualityState.save_writing({"is_written": True, "least_score": "80"}))
    state = await tab.state(ScoreQualityState)
    assert (state.problems, state.saved, state.is_written) == ({}, "writing", True)
    with reading(alice) as session:
        assert session.exec(select(ScoreSettings)).one().written_from == 80
