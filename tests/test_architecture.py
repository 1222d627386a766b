"""Rules of the house that no linter knows."""

import ast
import re
from collections.abc import Callable, Iterator
from functools import cache, wraps
from pathlib import Path

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import Float, Numeric, create_engine, inspect
from sqlmodel import SQLModel

from jobs import worker
from jobs.registry import REGISTRY
from services.core.settings import ROOT, Settings
from services.queue.names import TITLES, JobName
from tests.databases import alembic_config, pointed_at

ROOMS = ("leadgen_app", "components", "state", "jobs", "services")
FILES = sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))


def in_every_file(rule: Callable[[Path], None]) -> Callable[[], None]:
    """The rule as one test, which names every file that breaks it: a test for each would cost more than the rule."""

    @wraps(rule)
    def test() -> None:
        broken = []
        for path in FILES:
            try:
                rule(path)
            except AssertionError as error:
                broken.append(f"{path.relative_to(ROOT)}: {error}")
        assert not broken, "\n".join(broken)

    del test.__wrapped__  # pytest would ask for the rule's own argument
    return test


# Who may reach across customers, and why.
ACROSS_CUSTOMERS = {
    "jobs/distributed.py": "the engine runs everyone's jobs",
    "jobs/embedded.py": "the engine runs everyone's jobs",
    "jobs/scheduler.py": "the clock asks for work on nobody's behalf",
    "services/inbound/rereading.py": "an operator reads all stored replies again",
    "jobs/conversations.py": "finds conversations whose rest is over",
    "jobs/leads.py": "finds reminders that are due",
    "jobs/imports.py": "takes up everyone's imports that stopped",
    "jobs/upkeep.py": "old rows of everyone",
    "jobs/outreach.py": "finds messages that are due",
    "jobs/sourcing.py": "finds searches that are due",
    "jobs/inbound.py": "an event says whose it is",
    "leadgen_app/api/auth.py": "before sign-in there is no customer",
    "leadgen_app/api/health.py": "the state of the whole process",
    "leadgen_app/api/webhooks.py": "the endpoint's key says whose it is",
    "leadgen_app/api/calling.py": "the link says whose page it is",
    "leadgen_app/api/joining.py": "the link says whose page it is",
    "leadgen_app/api/tracking.py": "the link's token says whose it is",
    "leadgen_app/live.py": "one watcher for everyone's tabs",
    "services/accounts/actions.py": "sign-up makes the customer",
    "services/accounts/sessions.py": "the cookie says whose it is",
    "services/analysis/actions.py": "finds who switched it on",
    "services/answering/actions.py": "finds whose messages wait for an answer",
    "services/contacts/tallies.py": "finds customers whose contacts changed",
    "services/db.py": "defines it",
    "services/dedupe/asking.py": "finds whose contacts are new",
    "services/inbound/handle.py": "an event says whose it is",
    "services/inbound/mailboxes.py": "the clock reads everyone's mailboxes",
    "services/inbound/polling.py": "looks for everyone's missed leads",
    "services/inbound/sweeping.py": "finds whose replies wait",
    "services/inbound/statuses.py": "receipts of everyone in one batch",
    "services/integrations/sandbox.py": "registers everyone's simulated accounts",
    "services/opinions/actions.py": "finds whose replies wait for an opinion",
    "services/outreach/approval.py": "asks about everyone's templates",
    "services/outreach/quality.py": "asks about everyone's WhatsApp numbers",
    "services/outreach/queueing.py": "finds campaigns whose turn it is",
    "services/outreach/steps.py": "queues everyone's follow-ups",
    "services/outreach/reconciling.py": "looks after everyone's unconfirmed messages",
    "services/outreach/sending.py": "one sender for everyone, fair between customers",
    "services/scoring/learning.py": "finds whose outcomes are enough",
    "services/scoring/rescoring.py": "the night makes everyone's contacts older",
    "services/sourcing/outside.py": "asks about everyone's ordered runs",
    "services/sourcing/run.py": "a run says whose it is",
    "services/telling/delivering.py": "finds whose people are to be told",
    "services/telling/digest.py": "finds whose hour has come",
    "services/telling/escalating.py": "finds whose leads wait",
    "services/telling/devices.py": "a browser belongs to whoever said so last",
    "services/telling/spreading.py": "finds whose people are to be told",
    "services/web/pace.py": "a host is visited at one pace for everyone",
    "services/webhooks/checking.py": "the endpoint's key says whose it is",
    "services/webhooks/keeping.py": "one batch holds events of many",
    "services/webhooks/proving.py": "the endpoint's key says whose it is",
    "state/base.py": "looks up the signed-in person",
}


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


def called(path: Path) -> Iterator[str]:
    """The last part of every name that the file calls."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call):
            yield getattr(node.func, "attr", getattr(node.func, "id", ""))


@in_every_file
def test_a_file_is_short_and_says_what_it_is_for(path):
    assert len(path.read_text().splitlines()) <= 300
    assert ast.get_docstring(tree(path))


@in_every_file
def test_only_the_database_module_commits(path):
    if path.relative_to(ROOT).as_posix() != "services/db.py":
        assert not {"commit", "rollback"} & set(called(path))


@in_every_file
def test_only_listed_files_reach_across_customers(path):
    across = {"system_transaction", "system_reading", "in_system_transaction", "in_system_reading"}
    used = {node.id for node in ast.walk(tree(path)) if isinstance(node, ast.Name)} & across
    assert not used or path.relative_to(ROOT).as_posix() in ACROSS_CUSTOMERS


@in_every_file
def test_nothing_is_written_to_the_console(path):
    assert "print" not in set(called(path)) or path.name == "__main__.py"


def public_methods() -> Iterator[tuple[str, ast.AsyncFunctionDef | ast.FunctionDef]]:
    for path in sorted((ROOT / "state").glob("*.py")):
        for made in ast.walk(tree(path)):
            if isinstance(made, ast.ClassDef) and any("State" in ast.unparse(base) for base in made.bases):
                for method in made.body:
                    if isinstance(method, ast.AsyncFunctionDef | ast.FunctionDef) and not method.name.startswith("_"):
                        yield f"{path.stem}.{made.name}.{method.name}", method


HANDLERS = dict(public_methods())


def is_meant_for_browsers(method: ast.AsyncFunctionDef | ast.FunctionDef) -> bool:
    marks = {ast.unparse(mark) for mark in method.decorator_list}
    computed = any("rx.var" in mark or mark == "property" for mark in marks)
    deliberate = isinstance(method, ast.AsyncFunctionDef) or any("rx.event" in mark for mark in marks)
    return bool(computed or deliberate or ast.get_docstring(method))


def test_a_public_state_method_is_meant_for_browsers():
    """Anyone on the network can call it with anything, so a synchronous one says in a docstring that it is meant."""
    assert len(HANDLERS) > 100
    assert not [name for name, method in HANDLERS.items() if not is_meant_for_browsers(method)]


def test_every_job_name_has_one_function_and_a_title():
    worker.load()
    assert set(REGISTRY) == set(JobName)
    assert set(TITLES) == set(JobName)


@pytest.mark.parametrize("name", JobName)
def test_every_job_is_documented(name):
    assert f"`{name}`" in (ROOT / "docs/reference/jobs.md").read_text()


@pytest.mark.parametrize("name", Settings.model_fields)
def test_every_setting_is_documented(name):
    assert f"`LEADGEN_{name.upper()}`" in (ROOT / "docs/reference/settings.md").read_text()


def test_money_is_counted_in_whole_paise():
    for table in SQLModel.metadata.tables.values():
        for column in table.columns:
            inexact = isinstance(column.type, Float | Numeric)
            assert not inexact or str(column.table) == "provider_rate", column  # moments, not money
            assert not re.search(r"(price|budget|spend|spent|cost|amount|revenue)$", column.name), column


def test_there_is_one_line_of_migrations():
    assert len(ScriptDirectory.from_config(alembic_config()).get_heads()) == 1


def test_the_tables_are_what_the_models_say(database):
    command.check(alembic_config())


def test_migrations_go_up_down_and_up_again(database_server, database, tmp_path):
    url = database_server.empty(tmp_path)
    with pointed_at(url):
        command.upgrade(alembic_config(), "head")
        command.downgrade(alembic_config(), "base")
        assert tables(url) == {"alembic_version"}
        command.upgrade(alembic_config(), "head")
        assert set(SQLModel.metadata.tables) < tables(url)
        command.check(alembic_config())


def tables(url: str) -> set[str]:
    made = create_engine(url.replace("postgresql://", "postgresql+psycopg://"))
    try:
        return set(inspect(made).get_table_names())
    finally:
        made.dispose()
