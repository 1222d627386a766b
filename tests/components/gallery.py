"""Every piece of the kit once, with plain values and with Vars."""

from collections.abc import Callable
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import reflex as rx

from components import ui


@dataclass(frozen=True)
class Row:
    id: str = ""
    name: str = ""
    score: int = 0
    status: str = ""
    title: str = ""
    shortcut: str = ""
    glimpse: str = ""


class GalleryState(rx.State):
    """What the Vars of the gallery come from."""

    rows: list[Row] = []  # noqa: RUF012 - Reflex copies it for each session
    words: list[str] = []  # noqa: RUF012 - Reflex copies it for each session
    pairs: list[tuple[str, str]] = []  # noqa: RUF012 - Reflex copies it for each session
    days: list[dict[str, str | int]] = []  # noqa: RUF012 - Reflex copies it for each session
    text: str = ""
    number: int = 0
    flag: bool = False

    @rx.event
    async def hear(self, text: str) -> None: ...

    @rx.event
    async def switch(self, flag: bool) -> None: ...

    @rx.event
    async def act(self) -> None: ...


S: Any = GalleryState
TABLE = SimpleNamespace(shown=S.text, previous_page=S.act, next_page=S.act, has_previous=S.flag, has_next=S.flag)
LOOKS = {"active": ("Active", "good")}
COLUMNS = [
    ui.Column("name", "Name", lambda row: ui.person(row.name, row.status), sort=True, phone="lead"),
    ui.Column("score", "Score", lambda row: ui.score_ring(row.score), align="right", hide_under=1280),
]

PIECES: dict[str, Callable[[], Any]] = {
    "avatar": lambda: [ui.avatar("Rohan Deshpande"), ui.avatar(S.text, accent=True)],
    "badge": lambda: [ui.badge("Sending", "busy"), ui.badge(S.text, S.text), ui.badge("New", dot=False)],
    "bar_chart": lambda: [ui.bar_chart(S.days, ui.Series("n", "Replies"))],
    "bulk_action": lambda: [ui.bulk_action("Send", "send", on_click=S.act)],
    "bulk_bar": lambda: [ui.bulk_bar(S.number, on_clear=S.act, select_all="All 9", on_select_all=S.act)],
    "button": lambda: [ui.button("Send", busy=S.flag, disabled=S.flag, icon="send"), ui.button(S.text, href="/x")],
    "card": lambda: [ui.card("x", title=S.text, side="y", foot="z"), ui.card("x", flush=True)],
    "chart_card": lambda: [ui.chart_card("T", rx.el.div(), rows=S.days, columns=[("day", "Day")], csv_href="/x")],
    "chat_bubble": lambda: [
        ui.chat_bubble(S.text, time=S.text, mine=S.flag, status=S.text, name=S.text, note=S.text),
        ui.chat_bubble("Hi", time="1 pm", mine=True, status="read"),
    ],
    "checkbox": lambda: [ui.checkbox("Me", checked=S.flag, on_change=S.switch), ui.checkbox("Me", bare=True)],
    "choice_card": lambda: [ui.choice_card("Map", detail="No key", checked=True, radio=True, name="a", value="b")],
    "choices": lambda: [ui.choices(ui.choice_card("Map"))],
    "closes": lambda: [ui.closes(ui.button("Cancel"))],
    "combobox": lambda: [
        ui.combobox("City", S.pairs, value=S.text, on_search=S.hear, on_choose=lambda city: S.hear(city))
    ],
    "confirm": lambda: [ui.confirm(ui.button("Delete"), "Delete?", "It is lost.", verb="Delete", on_confirm=S.act)],
    "copy_field": lambda: [ui.copy_field(S.text, label="address")],
    "count": lambda: [ui.count(S.number, strong=True)],
    "data_table": lambda: [
        ui.data_table(
            S.rows,
            COLUMNS,
            key=lambda row: row.id,
            label="People",
            on_open=lambda row: S.hear(row.id),
            opened=lambda row: row.id == S.text,
            selection=ui.Selection(
                lambda row: S.words.contains(row.id), lambda row: S.hear(row.id), S.flag, on_all=S.act
            ),
            sorting=ui.Sorting(S.text, S.flag, S.hear),
            loading=S.flag,
            empty=rx.el.p("None"),
        ),
        ui.data_table([Row("1", "Imran", 91)], COLUMNS, key=lambda row: row.id, label="People"),
    ],
    "day_mark": lambda: [ui.day_mark("Today")],
    "dialog": lambda: [ui.dialog("T", open=S.flag, on_open_change=S.switch, detail=S.text, actions=[rx.el.i()])],
    "dot": lambda: [ui.dot("Live", "good")],
    "drawer": lambda: [ui.drawer("x", open=S.flag, on_close=S.act, title=S.text, head=rx.el.i(), foot=rx.el.i())],
    "email_preview": lambda: [ui.email_preview(S.text, S.text, S.text, to=S.text, footer=S.text)],
    "empty_state": lambda: [
        ui.empty_state("contact", "None", "Add one.", ui.button("Add")),
        ui.empty_state("x", "", ""),
    ],
    "error_state": lambda: [ui.error_state("No", "Try later.", reference=S.text, on_retry=S.act)],
    "every": lambda: [ui.every(20, S.act)],
    "every_minute": lambda: [ui.every_minute(S.act)],
    "hotkey": lambda: [ui.button("Close", custom_attrs=ui.hotkey("e"))],
    "present": lambda: [ui.present("Ravi is looking at this"), ui.present(S.text, writing=S.flag)],
    "facts": lambda: [ui.facts(("Phone", S.text, S.text), ("City", "Pune"))],
    "field": lambda: [ui.field("A", ui.text_input("a"), error=S.text, hint=S.text, warn="w", optional=True)],
    "filled": lambda: [ui.filled("Rohan")],
    "filter_chip": lambda: [ui.filter_chip("City", S.text, on_remove=S.act)],
    "funnel": lambda: [ui.funnel([("Sent", S.text, S.number, ""), ("Read", "9", 10, "10%")])],
    "happened": lambda: [ui.happened("file-text", S.text, time="1 pm")],
    "icon_button": lambda: [ui.icon_button("pause", "Pause", on_click=S.act), ui.icon_button("x", "Go", href="/x")],
    "icon_for": lambda: [ui.icon_for(S.text, {"a": "reply"}), ui.icon_for("b", {"a": "reply"})],
    "line_chart": lambda: [ui.line_chart(S.days, [ui.Series("a", "A"), ui.Series("b", "B", "good")])],
    "link_to": lambda: [ui.link_to(S.text, "x")],
    "menu": lambda: [ui.menu(ui.icon_button("ellipsis", "More"), ui.menu_item("Edit", on_select=S.act))],
    "menu_item": lambda: [ui.menu_item(S.text, href=S.text, chosen=S.flag, hint="E"), ui.menu_item("x", danger=True)],
    "menu_line": lambda: [ui.menu_line()],
    "menu_title": lambda: [ui.menu_title("Sort by")],
    "meter": lambda: [ui.meter("Pune", S.number, S.text)],
    "page_body": lambda: [ui.page_body("x", wide=True)],
    "page_header": lambda: [ui.page_header(S.text, S.text, ui.button("x"), badge=ui.badge("x"), back=("All", "/x"))],
    "pager": lambda: [ui.pager(TABLE), ui.pager(TABLE, if_many=True)],
    "password_input": lambda: [ui.password_input("p")],
    "person": lambda: [ui.person(S.text, S.text)],
    "phone_preview": lambda: [ui.phone_preview(S.text, S.text, time=S.text, buttons=S.words, footer="f")],
    "popover": lambda: [ui.popover(ui.button("x"), "y", label="Filters")],
    "progress_bar": lambda: [ui.progress_bar(S.number, label=S.text), ui.progress_bar(5, label="x", tone="busy")],
    "reason": lambda: [ui.reason(24, "In"), ui.reason(-6, "Out"), ui.reason(S.number, S.text)],
    "rule": lambda: [ui.rule()],
    "score_ring": lambda: [
        ui.score_ring(91),
        ui.score_ring(S.number, kind="lead", reasons=S.words),
        ui.score_ring(50, tone="warm", reasons=["+5 Near"]),
    ],
    "search_box": lambda: [ui.search_box("Search", on_search=S.hear, value=S.text)],
    "section": lambda: [ui.section("Details", "x", side="y")],
    "segmented": lambda: [
        ui.segmented("n", ["50", "100"], value=S.text, on_change=S.hear, wide=True, size=40),
        ui.segmented("v", [("list", "List", "list")], value="list"),
    ],
    "select": lambda: [
        ui.select("a", ["x", ("y", "Y")], value=S.text, on_change=S.hear, placeholder="Any"),
        ui.select("b", S.words, on_change=S.hear),
        ui.select("c", S.pairs, on_change=S.hear),
    ],
    "skeleton": lambda: [ui.skeleton()],
    "skeleton_lines": lambda: [ui.skeleton_lines()],
    "skeleton_rows": lambda: [ui.skeleton_rows()],
    "skeleton_stats": lambda: [ui.skeleton_stats()],
    "source_mark": lambda: [ui.source_mark("meta", "Meta Ads"), ui.source_mark(S.text, S.text)],
    "slash_keys": lambda: [rx.el.textarea(custom_attrs=ui.slash_keys("words"))],
    "slash_list": lambda: [ui.slash_list("words", S.rows, label="Words", on_choose=lambda row_id: S.hear(row_id))],
    "slash_opens": lambda: [ui.button("Words", custom_attrs=ui.slash_opens("box"))],
    "sparkline": lambda: [ui.sparkline([1, 2, 3])],
    "stat": lambda: [ui.stat("New", S.number, change=S.text, note="x", points=S.words, href="/x"), ui.stat("A", "1")],
    "state_badge": lambda: [ui.state_badge(S.text, LOOKS), ui.state_badge("active", LOOKS), ui.state_badge("?", LOOKS)],
    "stats": lambda: [ui.stats(ui.stat("A", "1"))],
    "step_strip": lambda: [ui.step_strip([("A", "a")], current=S.number), ui.step_strip([("A", "a")], current=1)],
    "stepper": lambda: [
        ui.stepper([("A", S.text), ("B", "b")], current=S.number, reached=S.number, on_go=lambda _n: S.act),
        ui.stepper([("A", "a"), ("B", "b")], current=2, reached=2, on_go=lambda _n: S.act),
    ],
    "tabs": lambda: [
        ui.tabs([("all", "All", S.number), ("b", "B")], value=S.text, on_change=lambda key: S.hear(key)),
        ui.tabs([("all", "All")], value="all", href=lambda key: f"/x?tab={key}"),
    ],
    "tag_input": lambda: [
        ui.tag_input("c", S.words, on_add=S.hear, on_remove=lambda tag: S.hear(tag), suggestions=["Pune"])
    ],
    "team_note": lambda: [ui.team_note(S.text, by=S.text, time=S.text)],
    "text_area": lambda: [ui.text_area("t", value=S.text, on_change=S.hear)],
    "text_input": lambda: [
        ui.text_input("t", value=S.text, on_change=S.hear, icon="mail"),
        ui.text_input("b", prefix="₹", suffix="a day", on_blur=S.hear),
    ],
    "text_link": lambda: [ui.text_link("All", "/x"), ui.text_link("Undo", on_click=S.act)],
    "timeline": lambda: [ui.timeline(ui.timeline_item("play", S.text), lined=True)],
    "timeline_item": lambda: [ui.timeline_item("play", "x", detail=S.text, time=S.text, exact_time="y")],
    "toggle": lambda: [ui.toggle("On", checked=S.flag, on_change=S.switch, detail="d"), ui.toggle("On", bare=True)],
    "toolbar": lambda: [ui.toolbar("x", right=["y"])],
    "tooltip": lambda: [ui.tooltip(ui.button("x"), "Words")],
}
