"""One search: what became of its contacts, its runs, what it looks for."""

from typing import Any

import reflex as rx

from components import ui
from components.campaigns.actions import archive_dialog, more_menu, number, pause_or_resume
from components.campaigns.finds import google_card, latest_card, where_card
from components.campaigns.form import scraping_form
from components.campaigns.scraping import criteria
from state.scraping import ScrapingCampaignState
from state.scraping_form import ScrapingFormState

S: Any = ScrapingCampaignState
F: Any = ScrapingFormState

C = S.shown


def scraping_detail_page() -> rx.Component:
    return ui.page_body(
        ui.page_header(
            rx.cond(C.name != "", C.name, "Search"),
            rx.cond(C.id != "", C.frequency + ". Next run: " + C.next_run + ".", ""),
            rx.cond(C.id != "", _buttons(), rx.fragment()),
            badge=rx.cond(C.id != "", ui.badge(C.status_words, C.tone), rx.fragment()),
            back=("AI scraping", "/campaigns/scraping"),
        ),
        ui.show(
            S.problem,
            ui.error_state("This search did not load", S.problem, on_retry=S.load),
            rx.cond(C.id != "", _body(), ui.skeleton_rows()),
        ),
        scraping_form(),
        archive_dialog(S, "it will not search again. Its contacts stay."),
    )


def _buttons() -> rx.Component:
    return rx.fragment(
        more_menu(S, C, ui.menu_item("Edit", icon="pencil", on_select=F.edit(C.id))),
        ui.button("View contacts", href="/contacts?campaign=" + C.id),
        pause_or_resume(S, C),
        rx.cond(
            C.status == "active",
            ui.button("Run now", icon="play", kind="primary", busy=C.is_running, on_click=S.run_now(C.id)),
            rx.fragment(),
        ),
    )


def _body() -> rx.Component:
    return rx.el.div(
        rx.el.div(_funnel(), where_card(), _runs(), class_name="grid gap-4 content-start min-w-0 lg:col-span-2"),
        rx.el.div(_today(), latest_card(), _looks_for(), google_card(), class_name="grid gap-4 content-start min-w-0"),
        class_name="grid lg:grid-cols-3 gap-4",
    )


def _funnel() -> rx.Component:
    """Five stages, always: the figures are read by place."""
    stages: Any = S.funnel
    steps = [(stages[at].name, stages[at].figure, stages[at].percent, stages[at].note) for at in range(5)]
    return ui.card(
        rx.cond(stages.length() == len(steps), ui.funnel(steps), rx.fragment()),
        title="What became of its contacts",
    )


def _counted(figure: Any, words: str) -> rx.Component:
    """On phones there is no heading to say what the figure is."""
    return rx.fragment(figure, rx.el.span(f" {words}", class_name="md:hidden"))


def _trouble(run: Any) -> rx.Component:
    return rx.cond(
        run.errors.length() > 0,
        rx.el.div(rx.foreach(run.errors, rx.el.p), class_name="ui-dense ui-bad break-words"),
        rx.el.span("None", class_name="ui-muted max-md:hidden"),
    )


_RUNS = [
    ui.Column(
        "started",
        "Started",
        lambda run: rx.el.div(
            rx.el.time(run.started, title=run.exact, class_name="ui-name block"),
            rx.el.span(run.trigger, class_name="ui-meta"),
        ),
        phone="lead",
    ),
    ui.Column("status", "State", lambda run: ui.badge(run.status_words, run.tone)),
    ui.Column("found", "Looked at", lambda run: run.found, align="right", phone="hide"),
    ui.Column("added", "Added", lambda run: _counted(run.added, "added"), align="right"),
    ui.Column("merged", "Known already", lambda run: _counted(run.merged, "known"), align="right"),
    ui.Column("rejected", "Left out", lambda run: _counted(run.rejected, "left out"), align="right"),
    ui.Column("cost", "Cost", lambda run: run.cost, align="right"),
    ui.Column("took", "Took", lambda run: run.took, align="right", phone="hide", hide_under=1280),
    ui.Column("errors", "Trouble", _trouble),
]


def _runs() -> rx.Component:
    return ui.card(
        ui.data_table(
            S.runs,
            _RUNS,
            key=lambda run: run.id,
            label="Runs",
            bleed=False,
            empty=ui.empty_state("clock", "No run yet", "The first one starts at its hour, or now.", faint=False),
        ),
        title="Runs",
        side=rx.el.span("The last 20", class_name="ui-meta"),
        flush=True,
    )


def _today() -> rx.Component:
    return ui.card(
        rx.el.div(
            number("Added today", C.added_today),
            number("Average score", C.average),
            number("Top location", C.top_location),
            number("Found in all", C.found),
            class_name="grid grid-cols-2 gap-4",
        ),
        title="Today",
        side=rx.el.span("Last run: ", rx.el.time(C.last_run, title=C.last_run_exact), class_name="ui-meta"),
    )


def _looks_for() -> rx.Component:
    return ui.card(
        criteria(C),
        rx.el.div(ui.rule(), class_name="py-3"),
        ui.facts(
            ("At most", S.per_run + " contacts a run"),
            ("Good from", "Score " + S.threshold),
            ("Company size", rx.cond(S.company_size != "", S.company_size, "Any")),
        ),
        rx.foreach(S.directories, lambda url: rx.el.p(url, class_name="ui-meta break-all")),
        title="Search criteria",
    )
