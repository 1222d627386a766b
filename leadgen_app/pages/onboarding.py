"""Pages. /onboarding."""

import reflex as rx

from components.onboarding.wizard import wizard
from leadgen_app.layout import page
from state.onboarding import OnboardingState


def _plain(content: rx.Component) -> rx.Component:
    return content


@page("/onboarding", "Set up your account", on_load=OnboardingState.load, frame=_plain)
def onboarding() -> rx.Component:
    return wizard()
