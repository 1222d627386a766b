"""Simulated accounts as several processes register them."""

import asyncio
from pathlib import Path

from services.sandbox.accounts import Account, Accounts
from services.sandbox.journal import Journal
from tests.sandbox.conftest import SENDGRID


async def test_an_account_that_is_registered_twice_at_once_has_one_key(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal.db")
    accounts = Accounts(journal)
    answers = await asyncio.gather(*(accounts.register(Account(**SENDGRID)) for _ in range(3)))
    await journal.close()
    assert len({account.public_key for account, _is_new in answers}) == 1
    assert [is_new for _account, is_new in answers] == [True, False, False]
