"""The list of contacts with its filters and what can be done with chosen ones."""

from typing import Any

import reflex as rx

from components import ui
from components.contacts.dialogs import campaign_dialog, compose_dialog, delete_dialog
from components.contacts.drawer import contact_drawer
from components.contacts.filters import contacts_toolbar, work_under_way
from components.contacts.views import view_dialogs
from state.chosen_campaign import ChosenCampaignState
from state.contacts import ContactsState

S: Any = ContactsState

COLUMNS = [
    ui.Column("name", "Name", lambda row: ui.person(row.name, row.subtitle), sort=True, phone="lead"),
    ui.Column("score", "Score", lambda row: ui.score_ring(row.score), sort=True, phone="end", width="88px"),
    ui.Column(
        "source", "Source", lambda row: ui.source_mark(row.source, row.source_words), phone="hide", hide_under=1024
    ),
    ui.Column("status", "Outreach", lambda row: ui.badge(row.status_words, row.status_tone)),
    ui.Column("city", "City", lambda row: rx.el.span(row.city, class_name="ui-clip block")),
]


_BARE: Any = ~S.loading & (S.rows.length() == 0) & (S.search == "") & (S.chips.length() == 0) & (S.problem == "")
"""Nothing was found yet: there is nothing to search, filter or export."""


def contacts_page() -> rx.Component:
    return ui.page_body(
        ui.page_header(
            "Contacts",
            "People found for you. A reply turns one into a lead.",
            rx.cond(_BARE, rx.fragment(), _buttons()),
        ),
        rx.cond(_BARE, rx.fragment(), contacts_toolbar()),
        work_under_way(),
        ui.show(S.problem, ui.error_state("The list did not load", S.problem, on_retry=S.load), _table()),
        rx.cond(S.rows.length() > 0, _under_the_list(), rx.fragment()),
        _bulk_bar(),
        contact_drawer(),
        compose_dialog(),
        campaign_dialog(),
        delete_dialog(),
        view_dialogs(),
        wide=True,
    )


def _buttons() -> rx.Component:
    export = ui.menu(
        ui.icon_button("download", "Export", kind="outline"),
        ui.menu_item("CSV", hint="Any program", on_select=S.export("csv")),
        ui.menu_item("XLSX", hint="Excel", on_select=S.export("xlsx")),
    )
    return rx.fragment(
        export,
        ui.button("Import", icon="upload", href="/contacts/import"),
        rx.cond(
            S.duplicates != "",
            ui.button(rx.Var.create("Duplicates ") + S.duplicates, icon="copy", href="/contacts/duplicates"),
            ui.icon_button("copy", "Duplicates", href="/contacts/duplicates", kind="outline"),
        ),
        ui.button("Find contacts", kind="primary", icon="plus", href="/campaigns/scraping?new=1"),
    )


def _table() -> rx.Component:
    return ui.data_table(
        S.rows,
        COLUMNS,
        key=lambda row: row.id,
        label="Contacts",
        on_open=lambda row: S.open_row(row.id),
        opened=lambda row: row.id == S.open_id,
        selection=ui.Selection(
            chosen=lambda row: S.selected.contains(row.id),
            on_toggle=lambda row: S.toggle_row(row.id),
            all_chosen=(S.rows.length() > 0) & (S.selected.length() == S.rows.length()),
            on_all=S.toggle_page,
        ),
        sorting=ui.Sorting(by=S.order_by, descending=S.descending, on_sort=S.sort_by),
        loading=S.loading,
        empty=rx.cond((S.search != "") | (S.chips.length() > 0), _no_match(), _none_yet()),
    )


def _none_yet() -> rx.Component:
    return ui.empty_state(
        "contact-round",
        "No contacts yet",
        "Start a search and the first ones arrive in about a minute.",
        ui.button("Find contacts", kind="primary", icon="plus", href="/campaigns/scraping?new=1"),
        ui.button("Import a file", kind="plain", icon="upload", href="/contacts/import"),
    )


def _no_match() -> rx.Component:
    return ui.empty_state(
        "search-x",
        "Nothing matches",
        "No contact has all of what you asked for. Try fewer filters or other words.",
        ui.button("Clear search and filters", on_click=S.clear_filters),
        faint=False,
    )


def _under_the_list() -> rx.Component:
    source = rx.el.span(
        "Some details: © ",
        rx.el.a(
            "OpenStreetMap contributors",
            href="https://www.openstreetmap.org/copyright",
            target="_blank",
            rel="noreferrer",
            class_name="ui-link",
        ),
        class_name="ui-meta",
    )
    return rx.el.div(
        ui.show(S.from_openstreetmap, source, rx.el.span()),
        ui.pager(S),
        class_name="flex flex-wrap items-center justify-between gap-3",
    )


def _bulk_bar() -> rx.Component:
    more = ui.menu(
        ui.bulk_action("More", "ellipsis", on_click=None),
        ui.menu_item("Add to a campaign", icon="list-plus", on_select=ChosenCampaignState.begin("existing")),
        ui.menu_item("Mark invalid", icon="circle-off", on_select=S.mark_selected("invalid")),
        ui.menu_item("Export CSV", icon="download", on_select=S.export("csv")),
        ui.menu_item("Export XLSX", icon="sheet", on_select=S.export("xlsx")),
        ui.menu_line(),
        ui.menu_item("Delete", icon="trash-2", danger=True, on_select=S.ask_delete(True)),
    )
    return ui.bulk_bar(
        S.selected_words,
        ui.bulk_action("Send campaign", "send", on_click=ChosenCampaignState.begin("new")),
        ui.bulk_action("Verify", "badge-check", on_click=S.mark_selected("verified")),
        more,
        on_clear=S.clear_selection,
        select_all=rx.cond(S.has_next | S.has_previous, "Select all " + S.total + " that match", ""),
        on_select_all=S.select_all_matching,
        all_selected=S.all_matching,
    )
