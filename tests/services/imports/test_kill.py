"""A process dies by SIGKILL in mid-import; another goes on, nothing is lost and nothing comes twice."""

import subprocess
import sys
import time
from collections import Counter

import pytest
from sqlmodel import select

from services.core.scope import Scope
from services.db import reading, transaction
from services.imports import actions
from services.imports.run import run_import
from services.models import Contact, ImportedRow, ImportStatus, Provenance
from tests.services.imports.conftest import Uploaded, import_now

ROWS = 400
pytestmark = pytest.mark.slow


def test_a_killed_import_goes_on_where_it_was(alice: Scope, uploaded: Uploaded) -> None:
    text = "Name,Mobile,Email\n" + "".join(f"Person {n},98{n:08d},p{n}@firm{n}.in\n" for n in range(ROWS))
    found = uploaded(alice, text)
    with transaction(alice) as session:
        actions.start(session, alice, found.public_id)
    command = [sys.executable, "-m", "tests.services.imports.importing_process", str(alice.customer_id), str(found.id)]
    for share in (4, 2):
        with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
            deadline = time.monotonic() + 120
            while import_now(alice, found).position < ROWS / share:
                assert time.monotonic() < deadline
                time.sleep(0.01)
            process.kill()
        assert import_now(alice, found).status is ImportStatus.RUNNING
    run_import(alice.customer_id, found.id or 0)
    over = import_now(alice, found)
    assert (over.status, over.counts["rows"], over.counts["added"]) == (ImportStatus.DONE, ROWS, ROWS)
    with reading(alice) as session:
        phones = Counter(session.exec(select(Contact.phone)))
        origins = Counter(session.exec(select(Provenance.contact_id)))
        rows = Counter(session.exec(select(ImportedRow.row_number)))
    assert [len(phones), len(origins), len(rows)] == [ROWS] * 3
    assert {*phones.values(), *origins.values(), *rows.values()} == {1}
