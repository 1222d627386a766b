"""Pages. /contacts/duplicates."""

import reflex as rx

from components.duplicates.page import duplicates_page
from leadgen_app.layout import page
from state.duplicates import DuplicatesState


@page("/contacts/duplicates", "Duplicates", on_load=DuplicatesState.load)
def duplicates() -> rx.Component:
    return duplicates_page()
