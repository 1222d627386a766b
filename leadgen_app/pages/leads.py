"""Pages. /leads."""

import reflex as rx

from components.leads.page import leads_body
from leadgen_app.layout import page
from state.leads import LeadsState


@page("/leads", "Leads", on_load=LeadsState.load)
def leads() -> rx.Component:
    return leads_body()
