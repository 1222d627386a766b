"""The sign-up and sign-in forms: native, so that they work before any script has loaded."""

from typing import Any

import reflex as rx

from components import ui
from components.shell.auth_frame import auth_frame
from state.sign_in import SignInState


def sign_in_form() -> rx.Component:
    return auth_frame(
        "Sign in",
        "Pick up where you left off.",
        _refusal(),
        _form(
            "/api/auth/login",
            _field("Work email", "email", SignInState.email, type="email", auto_complete="username"),
            _password("current-password"),
            button="Sign in",
        ),
        foot=_other("New here?", "Create an account", "/signup"),
    )


def sign_up_form() -> rx.Component:
    return auth_frame(
        "Create your account",
        "Try everything in the sandbox first. No card, no keys.",
        _refusal(),
        _form(
            "/api/auth/signup",
            _field("Your name", "name", SignInState.name, auto_complete="name", max_length=120),
            _field("Business name", "business", SignInState.business, auto_complete="organization", max_length=200),
            _field("Work email", "email", SignInState.email, type="email", auto_complete="username"),
            _password("new-password", hint="10 characters or more", min_length=10),
            button="Create account",
        ),
        foot=_other("Already have an account?", "Sign in", "/login"),
    )


def _form(action: str, *fields: rx.Component, button: str) -> rx.Component:
    submit = ui.button(button, kind="primary", size=40, type="submit", wide=True)
    return rx.el.form(*fields, submit, action=action, method="post", on_submit=None, class_name="grid gap-4")


def _field(label: str, name: str, kept: Any, **props: Any) -> rx.Component:
    """`key` redraws the box once what was typed before is known; until then it is empty and usable."""
    control = ui.text_input(name, default_value=kept, required=True, key=kept, id=name, **props)
    return ui.field(label, control, error=_error(name))


def _password(autocomplete: str, hint: str = "", **props: Any) -> rx.Component:
    control = ui.password_input("password", autocomplete=autocomplete, id="password", **props)
    return ui.field("Password", control, hint=hint, error=_error("password"))


def _error(name: str) -> rx.Var[str]:
    return rx.cond(SignInState.field == name, SignInState.message, "")  # pyright: ignore[reportReturnType]


def _refusal() -> rx.Component:
    """What went wrong when no one field is to blame."""
    general = (SignInState.message != "") & (SignInState.field == "")
    line = rx.el.p(
        rx.icon("circle-alert", size=14, aria_hidden="true"),
        SignInState.message,
        class_name="ui-error mb-4",
        role="alert",
    )
    return rx.cond(general, line, rx.fragment())


def _other(question: str, link: str, href: str) -> rx.Component:
    return rx.el.p(question, " ", ui.text_link(link, href), class_name="ui-muted")
