"""Pages. /login and /signup."""

import reflex as rx

from components.accounts.forms import sign_in_form, sign_up_form
from leadgen_app.layout import page
from state.sign_in import SignInState


@page("/login", "Sign in", on_load=SignInState.load_form, public=True)
def login() -> rx.Component:
    return sign_in_form()


@page("/signup", "Create your account", on_load=SignInState.load_form, public=True)
def signup() -> rx.Component:
    return sign_up_form()
