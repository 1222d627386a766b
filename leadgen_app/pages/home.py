"""Pages. / sends visitors on by who they are; the server does so before this is ever shown."""

import reflex as rx

from leadgen_app.layout import page


@page("/", "Home", public=True)
def home() -> rx.Component:
    return rx.fragment()
