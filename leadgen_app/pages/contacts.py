"""The contacts page."""

import reflex as rx

from components.contacts import page as parts
from leadgen_app.layout import page
from state.contacts import ContactsState


@page("/contacts", "Contacts", on_load=ContactsState.load)
def contacts() -> rx.Component:
    return parts.contacts_page()
