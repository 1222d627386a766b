"""The form of a search, in a pane over the page."""

from typing import Any

import reflex as rx

from components import ui
from services.campaigns.fields import longest
from state.scraping_form import HOURS, SIZES, ScrapingFormState

F: Any = ScrapingFormState

_FORM = "search-form"


def scraping_form() -> rx.Component:
    return ui.drawer(
        rx.el.form(
            _whom(),
            _where(),
            _when(),
            _expected(),
            ui.show(F.problems["form"], rx.el.p(F.problems["form"], class_name="ui-error", role="alert")),
            on_submit=F.save,
            id=_FORM,
            key=F.version.to(str),
        ),
        open=F.is_open,
        on_close=F.close,
        title=F.title,
        modal=True,
        foot=rx.fragment(
            ui.button("Save", kind="primary", type="submit", form=_FORM),
            ui.button("Cancel", on_click=F.close),
        ),
    )


def _tags(name: str, label: str, placeholder: str, suggestions: Any = None, hint: str = "") -> rx.Component:
    return ui.field(
        label,
        ui.tag_input(
            name,
            F.tags[name],
            on_add=lambda text: F.add_tag(name, text),
            on_remove=lambda tag: F.remove_tag(name, tag),
            placeholder=placeholder,
            suggestions=suggestions,
            longest=longest(name),
        ),
        group=True,
        hint=hint,
        error=F.problems[name],
    )


def _whom() -> rx.Component:
    return ui.section(
        "Whom to look for",
        rx.el.div(
            ui.field(
                "Name",
                ui.text_input("name", default_value=F.name, placeholder="Mumbai real estate", max_length=200),
                hint="Left empty, it is named after what it looks for.",
                error=F.problems["name"],
            ),
            _tags("industries", "Industries", "Add an industry"),
            _tags("locations", "Locations", "Add a city", F.cities),
            _tags("job_titles", "Job titles", "Add a title", hint="They raise the score; nobody is left out."),
            _tags("keywords", "Keywords", "Add a keyword"),
            ui.field(
                "Company size",
                ui.select("company_size", SIZES, default_value=F.company_size, placeholder="Any size"),
                error=F.problems["company_size"],
            ),
            class_name="grid gap-4",
        ),
    )


def _where() -> rx.Component:
    return ui.section(
        "Where to look",
        rx.el.div(
            ui.field(
                "Sources",
                rx.el.div(
                    ui.choices(rx.foreach(F.choices, _source)),
                    rx.foreach(F.choices, _not_ready),
                    class_name="grid gap-2",
                ),
                group=True,
                error=F.problems["sources"],
            ),
            _tags(
                "directory_urls",
                "Directory pages",
                "Paste the address of a list",
                hint="Pages that list businesses. Optional.",
            ),
            class_name="grid gap-4",
        ),
    )


def _source(source: Any) -> rx.Component:
    """One that lacks its account is greyed, and can only be taken away."""
    is_on = F.sources.contains(source.key)
    return ui.choice_card(
        source.title,
        detail=source.detail,
        checked=is_on,
        on_change=F.toggle_source(source.key),
        disabled=(source.why_not != "") & ~is_on,
    )


def _not_ready(source: Any) -> rx.Component:
    return ui.show(
        source.why_not,
        rx.el.p(
            source.why_not, " ", ui.text_link("Connect it in Settings", source.settings_path), class_name="ui-meta"
        ),
    )


def _expected() -> rx.Component:
    """Live: about how many contacts, and what they may cost."""
    return ui.section(
        "What to expect",
        rx.el.div(
            ui.show(
                F.reach_contacts,
                rx.el.div(
                    rx.el.p(F.reach_contacts, class_name="ui-name"), rx.el.p(F.reach_cost), class_name="grid gap-1"
                ),
                ui.skeleton_lines(2),
            ),
            rx.el.dl(
                rx.foreach(F.reach, lambda one: rx.fragment(rx.el.dt(one.title, key=one.title), rx.el.dd(one.words))),
                class_name="ui-facts",
            ),
            rx.el.p(rx.cond(F.estimating, "Counting …", "Estimates: a search may find fewer."), class_name="ui-meta"),
            class_name="grid gap-3",
            aria_live="polite",
            aria_busy=F.estimating,
        ),
    )


def _when() -> rx.Component:
    return ui.section(
        "When and how many",
        rx.el.div(
            ui.field(
                "How often",
                ui.segmented(
                    "frequency",
                    [("daily", "Every day"), ("weekly", "Every week")],
                    value=F.frequency,
                    on_change=F.set_frequency,
                    wide=True,
                    size=40,
                ),
                group=True,
            ),
            ui.field(
                "At", ui.select("run_at_hour", HOURS, default_value=F.run_at_hour), error=F.problems["run_at_hour"]
            ),
            ui.field(
                "At most",
                ui.text_input(
                    "max_leads_per_run",
                    default_value=F.per_run,
                    suffix="contacts a run",
                    input_mode="numeric",
                    on_blur=F.set_per_run,
                ),
                error=F.problems["max_leads_per_run"],
            ),
            ui.field(
                "Good from score",
                ui.text_input("quality_threshold", default_value=F.threshold, input_mode="numeric"),
                hint="0 to 100. Contacts under it are kept, but count as weak.",
                error=F.problems["quality_threshold"],
            ),
            class_name="grid gap-4",
        ),
    )
