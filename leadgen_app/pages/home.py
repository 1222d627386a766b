"""Pages. / sends visitors on by who they are; the server does so before this is ever shown."""

import reflex as rx

from leadgen_app.layout import page
from state.sign_in import SignInState


@page("/", "Home", on_load=SignInState.arrive, public=True)
def home() -> rx.Component:
    return rx.fragment()
