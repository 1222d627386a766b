"""Files that were uploaded, without a browser."""

from collections.abc import Callable
from pathlib import Path

import pytest

from services.core.ids import new_id
from services.core.scope import Scope
from services.db import reading, transaction
from services.imports import actions, uploads
from services.imports.receiving import described
from services.imports.types import Choices
from services.models import ContactImport
from tests.databases import forget_settings

Uploaded = Callable[..., ContactImport]


def put(content: bytes | str, ending: str = "csv") -> str:
    """A file in the folder of uploads; returns the name it is stored under."""
    stored_as = f"{new_id('up')}.{ending}"
    uploads.path_of(stored_as).write_bytes(content.encode() if isinstance(content, str) else content)
    return stored_as


def upload_of(stored_as: str, name: str = "people.csv", sheet: str = "") -> actions.Upload:
    """A stored file as the upload route describes it."""
    return described(stored_as, name, uploads.understand(stored_as, sheet), "IN")


@pytest.fixture
def uploaded(database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Uploaded:
    """Makes the draft of an import from the text or the bytes of a file."""
    monkeypatch.setenv("LEADGEN_UPLOADS_FOLDER", str(tmp_path / "uploads"))
    forget_settings()

    def make(scope: Scope, content: bytes | str, ending: str = "csv", **choices: object) -> ContactImport:
        upload = upload_of(put(content, ending), f"people.{ending}")
        with transaction(scope) as session:
            found = actions.create(session, scope, upload)
            actions.set_choices(session, scope, found.public_id, Choices(**choices))  # type: ignore[arg-type]
        return found

    return make


def import_now(scope: Scope, found: ContactImport) -> ContactImport:
    """The import as it is stored now."""
    with reading(scope) as session:
        return session.get_one(ContactImport, found.id)
