"""Pages. /conversations."""

import reflex as rx

from components.conversations.page import conversations_body
from leadgen_app.layout import page
from state.conversations import ConversationsState
from state.presence import PresenceState

_LOADED = [PresenceState.listen, ConversationsState.load, ConversationsState.scroll_to_found]


@page("/conversations", "Conversations", on_load=_LOADED)
def conversations() -> rx.Component:
    return conversations_body()
