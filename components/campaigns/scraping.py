"""The list of campaigns that find contacts."""

from typing import Any

import reflex as rx

from components import ui
from components.campaigns.actions import archive_dialog, more_menu, number, pause_or_resume
from components.campaigns.form import scraping_form
from state.scraping import ScrapingState
from state.scraping_form import ScrapingFormState

S: Any = ScrapingState
F: Any = ScrapingFormState


def scraping_page() -> rx.Component:
    return ui.page_body(
        ui.page_header(
            "AI scraping",
            "Searches that find contacts for you, every day or every week.",
            ui.button("New search", kind="primary", icon="plus", on_click=F.begin),
        ),
        ui.tabs(
            [("open", "Active and paused"), ("archived", "Archived")],
            value=S.tab,
            href=lambda key: "/campaigns/scraping" + ("?tab=archived" if key == "archived" else ""),
        ),
        ui.show(S.problem, ui.error_state("The searches did not load", S.problem, on_retry=S.load), _list()),
        scraping_form(),
        archive_dialog(S, "it will not search again. Its contacts stay."),
    )


def _list() -> rx.Component:
    cards = rx.el.div(rx.foreach(S.campaigns, _card), class_name="grid gap-4")
    nothing = rx.cond(
        S.tab == "archived",
        ui.empty_state("archive", "Nothing archived", "Searches that you end for good are kept here.", faint=False),
        ui.empty_state(
            "globe",
            "No searches yet",
            "Say whom you look for and where. The first contacts arrive in about a minute.",
            ui.button("New search", kind="primary", icon="plus", on_click=F.begin),
        ),
    )
    return rx.cond(S.ready, rx.cond(S.campaigns.length() > 0, cards, nothing), ui.skeleton_rows())


def _card(campaign: Any) -> rx.Component:
    return rx.el.section(
        rx.el.div(
            rx.el.div(
                rx.el.div(
                    ui.link_to(
                        f"/campaigns/scraping/{campaign.id}", campaign.name, class_name="ui-h3 hover:underline min-w-0"
                    ),
                    ui.badge(campaign.status_words, campaign.tone),
                    class_name="flex flex-wrap items-center gap-2",
                ),
                rx.el.p(
                    campaign.frequency,
                    ". Last run: ",
                    rx.el.time(campaign.last_run, title=campaign.last_run_exact),
                    ". Next run: ",
                    campaign.next_run,
                    ".",
                    class_name="ui-dense ui-muted",
                ),
                class_name="grid gap-1 min-w-0 grow",
            ),
            rx.el.div(
                ui.button("Edit", size=28, on_click=F.edit(campaign.id)),
                ui.button("View contacts", size=28, href=f"/contacts?campaign={campaign.id}"),
                pause_or_resume(S, campaign, size=28),
                more_menu(S, campaign, *_first_items(campaign), size=28),
                class_name="flex flex-wrap gap-2",
            ),
            class_name="flex flex-wrap items-start justify-between gap-3",
        ),
        rx.el.div(
            number("Contacts found", campaign.found),
            number("Added today", campaign.added_today),
            number("Average score today", campaign.average),
            number("Top location today", campaign.top_location),
            class_name="grid grid-cols-2 md:grid-cols-4 gap-4",
        ),
        criteria(campaign),
        ui.show(
            campaign.error,
            rx.el.p(
                rx.icon("triangle-alert", size=14, aria_hidden="true"),
                campaign.error,
                class_name="ui-hint warn ui-dense",
            ),
        ),
        class_name="ui-card p-4 grid gap-4",
    )


def _first_items(campaign: Any) -> list[rx.Component]:
    return [
        rx.cond(
            (campaign.status == "active") & ~campaign.is_running,
            ui.menu_item("Run now", icon="play", on_select=S.run_now(campaign.id)),
            rx.fragment(),
        ),
    ]


def criteria(campaign: Any) -> rx.Component:
    """What is looked for, in facts."""
    lines = (
        ("Industry", campaign.industries),
        ("Locations", campaign.locations),
        ("Job titles", campaign.job_titles),
        ("Keywords", campaign.keywords),
        ("Sources", campaign.sources),
    )
    return rx.el.dl(
        *[
            ui.show(value, rx.fragment(rx.el.dt(words), rx.el.dd(value, class_name="break-words")))
            for words, value in lines
        ],
        class_name="ui-facts",
    )
