"""What stands beside the questions of each step."""

from typing import Any

import reflex as rx

from components import ui
from components.onboarding.parts import value_of, word_list, words
from components.shell.wizard_frame import preview_card
from state.onboarding import OnboardingState as S


def preview() -> Any:
    """The card for the present step."""
    return rx.match(
        S.step,
        (1, _business()),
        (2, _audience()),
        (3, _search()),
        (4, _adverts()),
        (5, _messages()),
        (6, _budget()),
        _next(),
    )


def summary() -> Any:
    """One line for narrow windows."""
    return rx.match(
        S.step,
        (3, rx.el.span("Up to ", rx.el.b(words("scraping", "leads_per_day")), " contacts a day")),
        (5, rx.el.span("Your messages")),
        (6, rx.el.span(rx.el.b("₹", S.money["total_paise"]), " a month")),
        rx.el.span("What happens next"),
    )


def _chips(items: Any) -> rx.Component:
    return rx.el.div(
        rx.foreach(items, lambda item: rx.el.span(item, class_name="ui-tag")), class_name="flex flex-wrap gap-2"
    )


def _part(title: str, *children: rx.Component) -> rx.Component:
    return rx.el.div(rx.el.h3(title, class_name="ui-h3"), *children, class_name="flex flex-col gap-3")


def _business() -> rx.Component:
    return preview_card(
        rx.el.div(
            rx.el.p(
                rx.cond(words("business", "business_name") == "", "Your business", words("business", "business_name")),
                class_name="ui-h2",
            ),
            rx.el.p(words("business", "description"), class_name="ui-dense ui-muted"),
        ),
        _part("You offer", _chips(word_list("business", "services"))),
        _part("In", _chips(word_list("business", "cities"))),
    )


def _audience() -> rx.Component:
    return preview_card(
        rx.el.p(words("audience", "customers"), class_name="ui-dense"),
        _part("We look for", _chips(word_list("audience", "industries"))),
        _part("In", _chips(word_list("audience", "locations"))),
        _part("Best reached through", _chips(word_list("audience", "job_titles"))),
    )


def _search() -> rx.Component:
    return preview_card(
        rx.el.div(
            rx.el.p("Up to ", words("scraping", "leads_per_day"), " a day", class_name="ui-figure"),
            rx.el.p("in ", word_list("scraping", "locations").join(", "), class_name="ui-muted"),
        ),
        _part("How contacts are scored", rx.foreach(S.examples, _example)),
        rx.el.p("Examples are made up; the scores come from the rules that score your contacts.", class_name="ui-meta"),
    )


def _example(example: Any) -> rx.Component:
    return rx.el.div(
        ui.score_ring(example.points),
        rx.el.div(
            rx.el.div(example.name, class_name="ui-name ui-dense"),
            rx.el.div(example.detail, class_name="ui-meta"),
            class_name="min-w-0",
        ),
        class_name="flex items-center gap-3",
    )


def _adverts() -> rx.Component:
    meta, google = value_of("ads", "meta_enabled").to(bool), value_of("ads", "google_enabled").to(bool)
    return preview_card(
        rx.cond(
            meta | google,
            rx.el.p("Your ads, written from your answers", class_name="ui-dense"),
            rx.el.p("Switch on Meta Ads or Google Ads to see how they will look.", class_name="ui-dense ui-muted"),
        ),
        rx.cond(meta, _part("Meta Ads", _meta_ad())),
        rx.cond(google, _part("Google Ads", _google_ad())),
    )


def _meta_ad() -> rx.Component:
    return rx.el.div(
        ui.person(words("business", "business_name"), "Sponsored"),
        rx.el.p(words("ads", "meta_text"), class_name="ui-dense"),
        rx.el.div(
            rx.el.b(words("ads", "meta_headline"), class_name="ui-dense ui-clip"),
            rx.el.span("Sign up", class_name="ui-btn s28"),
            class_name="flex items-center justify-between gap-2",
        ),
        class_name="flex flex-col gap-2",
    )


def _google_ad() -> rx.Component:
    return rx.el.div(
        rx.el.span("Sponsored · ", words("business", "website"), class_name="ui-meta"),
        rx.el.span(words("ads", "google_headline"), class_name="ui-link"),
        rx.el.span(words("ads", "google_text"), class_name="ui-dense"),
        class_name="flex flex-col gap-1",
    )


def _messages() -> rx.Component:
    return preview_card(
        ui.phone_preview(words("business", "business_name"), S.whatsapp_preview, time="10:02 am"),
        ui.email_preview(
            words("business", "business_name"),
            S.subject_preview,
            rx.el.span(S.email_preview, class_name="whitespace-pre-line"),
            footer="Your postal address and an unsubscribe link are added.",
        ),
        rx.el.p("Shown for a made-up contact, Priya Sharma.", class_name="ui-meta"),
    )


def _budget() -> rx.Component:
    return preview_card(
        rx.el.div(
            rx.el.p("₹", S.money["total_paise"], class_name="ui-figure"),
            rx.el.p("a month at most", class_name="ui-muted"),
        ),
        rx.el.div(
            rx.foreach(S.shares, lambda share: ui.meter(share.name, share.percent, share.amount)),
            class_name="flex flex-col gap-3",
        ),
    )


def _next() -> rx.Component:
    lines = (
        ("search", "We look for contacts", "The first ones arrive within a minute."),
        ("gauge", "Each one is scored", "You see the reasons beside the score."),
        ("send", "Messages go out", "On WhatsApp and by email, within your limits and quiet hours."),
        ("message-square", "Replies become leads", "You are told at once and answer in Conversations."),
    )
    return preview_card(
        rx.el.p("What happens when you launch", class_name="ui-h3"),
        ui.timeline(*[ui.timeline_item(icon, title, detail=detail) for icon, title, detail in lines]),
        live=False,
    )
