"""The one door for events from browsers: default deny, and no data outlives the identity it was loaded for."""

from typing import Any

import reflex as rx
from reflex.event import Event
from reflex.state import BaseState, StateUpdate
from reflex_base.registry import RegisteredEventHandler, RegistrationContext

from leadgen_app import live, routes
from services.accounts import cookies
from services.accounts.sessions import identify
from services.accounts.types import Identity
from services.core.errors import NotAllowed
from services.core.log import get_logger
from state.access import is_open, permission_of
from state.base import AppState, leave_for
from state.dialogs import put_away

_STATE = "reflex___state____state"
_LOAD = f"{_STATE}.{_STATE.replace('____state', '')}____on_load_internal_state.on_load_internal"
HYDRATING = {f"{_STATE}.hydrate_and_load", f"{_STATE}.hydrate"}
HARMLESS = {
    f"{_STATE}.set_is_hydrated",
    f"{_STATE}.reflex___state____on_load_internal_state.set_is_hydrated",
    f"{_STATE}.reflex___state____update_vars_internal_state.update_vars_internal",
}
REPORT = f"{_STATE}.reflex___state____frontend_event_exception_state.handle_frontend_exception"
FRAMEWORK = {*HYDRATING, *HARMLESS, REPORT, _LOAD}

log = get_logger(__name__)


def classify(name: str, registered: RegisteredEventHandler) -> str:
    """ "framework", "open", "signed in", the permission it needs, or "refused"."""
    if name in FRAMEWORK:
        return "framework"
    if not issubclass(registered.states[0], AppState) or name.endswith(".setvar"):
        return "refused"
    handler = registered.handler.fn
    return "open" if is_open(handler) else permission_of(handler) or "signed in"


class Gate(rx.Middleware):
    """Runs before every event, background and pushed ones included."""

    async def preprocess(self, app: Any, state: BaseState, event: Event) -> StateUpdate | None:
        identity = await identify(cookies.read(state.router.headers.cookie, cookies.SESSION))
        shell = await state.get_state(AppState)
        if event.name in HYDRATING:
            if not _same(shell, identity):
                state._get_root_state().reset()
                shell = await state.get_state(AppState)
            _adopt(shell, identity)
        elif not shell._user_id:
            _adopt(shell, identity)
        if _arrives(event, shell, state.router.url.path):
            await put_away(state)
        return _answer(state, event, shell, identity)


def _arrives(event: Event, shell: AppState, path: str) -> bool:
    """Another page is shown, or the same one from its beginning; not a page whose connection was lost for a moment.

    Asked before anything that somebody clicks there is handled. Only a page that was just loaded sends hashes
    (`initialEvents` of Reflex).
    """
    if event.name not in {*HYDRATING, _LOAD}:
        return False
    before, shell._path = shell._path, path
    return before != path or "hashes" in event.payload


def _same(shell: AppState, identity: Identity | None) -> bool:
    if identity is None:
        return not shell._user_id
    return (shell._user_id, shell._customer_id) == (identity.user_id, identity.customer_id)


def _adopt(shell: AppState, identity: Identity | None) -> None:
    shell._session_id = identity.session_id if identity else 0
    shell._user_id = identity.user_id if identity else 0
    shell._customer_id = identity.customer_id if identity else 0


def _answer(state: BaseState, event: Event, shell: AppState, identity: Identity | None) -> StateUpdate | None:
    path, token = state.router.url.path, state.router.session.client_token
    if event.name in FRAMEWORK:
        live.note(token, identity.customer_id if identity else 0, routes.route_of(path))
        if event.name == REPORT and identity is None:
            return StateUpdate()  # a stranger does not write our log
        return _page_answer(path, shell, identity) if event.name == _LOAD else None
    kind = classify(event.name, RegistrationContext.get().event_handlers[event.name])
    if kind == "open":
        return None
    if kind == "refused":
        log.warning("event_refused", event_name=event.name)
        return _instead(rx.toast.error("That is not available."))
    if identity is None or not _same(shell, identity):
        live.forget(token)
        return _instead(leave_for(path if identity else "/login"))
    if kind != "signed in" and not identity.scope.can(kind):  # pyright: ignore[reportArgumentType]
        return _instead(rx.toast.error(NotAllowed().message))
    return None


def _page_answer(path: str, shell: AppState, identity: Identity | None) -> StateUpdate | None:
    if not _same(shell, identity):
        return _instead(leave_for(path))
    elsewhere = routes.detour(path, identity)
    return _instead(rx.redirect(elsewhere, replace=True)) if elsewhere else None


def _instead(spec: Any) -> StateUpdate:
    return StateUpdate(events=Event.from_event_type(spec))
