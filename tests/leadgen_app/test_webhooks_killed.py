"""The server is killed while providers post and while replies are handled: nothing lost, doubled or out of order."""

from pathlib import Path

import pytest

from tests.bench import bench_webhooks

MESSAGES = 200


@pytest.mark.slow
@pytest.mark.xdist_group("site")
def test_answers_survive_a_kill_in_the_middle(database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEADGEN_SECRET_KEY", bench_webhooks.KEY)
    bench_webhooks.forget_settings()
    found = bench_webhooks.measure(database, tmp_path, MESSAGES, 0, kill=True, apart=False)
    assert found.mistakes == []
    assert found.resent > 0
