"""Pages. /outreach/whatsapp and /outreach/email, one campaign of each, /outreach/templates, /outreach/health
and /outreach/failed."""

import reflex as rx

from components.outreach.campaign import campaign_page
from components.outreach.campaigns import outreach_page
from components.outreach.health import health_page
from components.outreach.templates import templates_page
from components.outreach.undelivered import undelivered_page
from leadgen_app.layout import page
from state.outreach import OutreachCampaignState, OutreachState
from state.sender_health import SenderHealthState
from state.templates import TemplatesState
from state.undelivered import UndeliveredState


@page("/outreach/whatsapp", "WhatsApp campaigns", on_load=OutreachState.load)
def whatsapp() -> rx.Component:
    return outreach_page("whatsapp")


@page("/outreach/email", "Email campaigns", on_load=OutreachState.load)
def email() -> rx.Component:
    return outreach_page("email")


@page("/outreach/whatsapp/[campaign_id]", "WhatsApp campaign", on_load=OutreachCampaignState.load)
def whatsapp_campaign() -> rx.Component:
    return campaign_page("whatsapp")


@page("/outreach/email/[campaign_id]", "Email campaign", on_load=OutreachCampaignState.load)
def email_campaign() -> rx.Component:
    return campaign_page("email")


@page("/outreach/templates", "Templates", on_load=TemplatesState.load)
def templates() -> rx.Component:
    return templates_page()


@page("/outreach/health", "Sender health", on_load=SenderHealthState.load)
def health() -> rx.Component:
    return health_page()


@page("/outreach/failed", "Not delivered", on_load=UndeliveredState.load)
def failed() -> rx.Component:
    return undelivered_page()
