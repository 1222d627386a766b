"""Pages. /contacts/import."""

import reflex as rx

from components.imports.page import import_page
from leadgen_app.layout import page
from state.imports import ImportState


@page("/contacts/import", "Import contacts", on_load=ImportState.load)
def imports() -> rx.Component:
    return import_page()
