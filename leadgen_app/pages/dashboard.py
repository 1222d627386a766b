"""Pages. /dashboard."""

import reflex as rx

from components.dashboard.overview import overview
from leadgen_app.layout import page
from state.dashboard import DashboardState


@page("/dashboard", "Dashboard", on_load=DashboardState.refresh)
def dashboard() -> rx.Component:
    return overview()
