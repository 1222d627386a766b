"""What the sign-up and sign-in forms show after a refusal."""

import reflex as rx

from services.accounts import cookies
from state.access import open_to_all
from state.base import AppState


class SignInState(AppState):
    """The forms post natively; this only gives back what was typed and says what to do."""

    message: str = ""
    field: str = ""
    email: str = ""
    name: str = ""
    business: str = ""

    @rx.event
    @open_to_all
    async def arrive(self) -> None:
        """Nothing itself: loading any page passes the gate, which sends visitors of `/` on."""

    @rx.event
    @open_to_all
    async def load_form(self) -> None:
        """Take over the refused form, if this page load follows one."""
        refused = "error" in self.router.url.query_parameters
        kept = cookies.read(self.router.headers.cookie, cookies.FORM) if refused else ""
        form = cookies.unpack(kept) if kept else cookies.RefusedForm()
        self.message = form.message or ("That did not work. Try again." if refused else "")
        self.field, self.email = form.field, form.email
        self.name, self.business = form.name, form.business
