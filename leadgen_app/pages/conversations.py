"""Pages. /conversations."""

import reflex as rx

from components.conversations.page import conversations_body
from leadgen_app.layout import page
from state.conversations import ConversationsState
from state.presence import PresenceState


@page("/conversations", "Conversations", on_load=[PresenceState.listen, ConversationsState.load])
def conversations() -> rx.Component:
    return conversations_body()
