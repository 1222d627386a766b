"""The sign-up and sign-in forms: native, so that they work before any script has loaded."""

import reflex as rx

from state.sign_in import SignInState


def sign_in_form() -> rx.Component:
    return rx.el.form(
        rx.el.input(name="email", type="email", required=True),
        rx.el.input(name="password", type="password", required=True),
        rx.el.button("Sign in", type="submit"),
        rx.el.p(SignInState.message),
        action="/api/auth/login",
        method="post",
        on_submit=None,
    )


def sign_up_form() -> rx.Component:
    return rx.el.form(
        rx.el.input(name="name", required=True),
        rx.el.input(name="business", required=True),
        rx.el.input(name="email", type="email", required=True),
        rx.el.input(name="password", type="password", required=True),
        rx.el.button("Create account", type="submit"),
        rx.el.p(SignInState.message),
        action="/api/auth/signup",
        method="post",
        on_submit=None,
    )
