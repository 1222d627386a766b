"""Tabs for the tests of States; see tabs.py."""

from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
from reflex.istate.manager.memory import StateManagerMemory
from reflex_base.event.processor import BaseStateEventProcessor
from reflex_base.registry import RegistrationContext

from leadgen_app.errors import show_error
from services.accounts import sessions
from services.accounts.types import Browser
from services.core.scope import Scope
from services.db import in_system_transaction
from tests.state.tabs import Tab, Wire

TabOf = Callable[[Scope | None], Awaitable[Tab]]


@pytest.fixture
async def tab_of(database: str) -> AsyncIterator[TabOf]:
    """Opens a tab in which the given person is signed in, or a stranger's for None."""
    from leadgen_app.leadgen_app import app

    if not app._load_events:
        app._apply_decorated_pages()
    RegistrationContext.set(app._registration_context)
    manager, wire = StateManagerMemory(), Wire()
    processor = BaseStateEventProcessor(
        middleware=app, backend_exception_handler=show_error, graceful_shutdown_timeout=2
    )

    async def opened(scope: Scope | None) -> Tab:
        tab = Tab(processor, manager, wire)
        if scope is not None:
            tab.cookie = await in_system_transaction(sessions.begin, scope.user_id, scope.customer_id, Browser())
        return tab

    async with processor.configure(state_manager=manager, event_namespace=wire):
        yield opened
