"""Forms and questions go away with the page they were opened on, and with nothing else.

A connection that is lost and found again loads the page's data anew: what somebody types must stay.
"""

from collections.abc import Iterator

from reflex.state import BaseState

from state.base import AppState


def dialogs_of(state: type[AppState]) -> set[str]:
    """The variables that hold what is open, those of its mixins included."""
    return {name for part in state.__mro__ for name in vars(part).get("_dialogs", ())}


def with_dialogs(state: type[BaseState] = AppState) -> Iterator[type[AppState]]:
    """Every State that has some."""
    for one in state.get_substates():
        yield from with_dialogs(one)
        if issubclass(one, AppState) and dialogs_of(one):
            yield one


async def put_away(state: BaseState) -> None:
    """Close all that is open."""
    for one in with_dialogs():
        shown = await state.get_state(one)
        for name in dialogs_of(one):
            setattr(shown, name, one.get_fields()[name].default)
