"""Pages. The answer to an address that does not exist."""

import reflex as rx

from components.shell.plain_page import not_found_page
from leadgen_app.layout import page


@page("404", "Not found", public=True)
def not_found() -> rx.Component:
    return not_found_page()
