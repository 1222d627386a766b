"""The questions of step 6 and the review of step 7."""

from typing import Any

import reflex as rx

from components import ui
from components.onboarding.parts import money_question, questions, value_of, word_list, words
from state.onboarding import OnboardingState as S

TERMS = (
    "You write only to people whom you may lawfully write to, and you are responsible for what is sent in your name.",
    "Every message names your business and offers a way to stop. Who says stop is never written to again.",
    "Data found on public pages is used to contact the business about its trade, kept with its origin, and deleted on "
    "request. OpenStreetMap data stays under the Open Database License.",
    "Amounts in your budget are limits. Ads are bought only after you connect an account and confirm them.",
    "While the sandbox is on, nothing leaves this machine and nothing costs money.",
)


def budget() -> rx.Component:
    return questions(
        money_question("total_paise", "Total monthly budget", suffix="a month"),
        rx.el.div(
            rx.el.div(
                rx.el.h2("Allocation", class_name="ui-h3"),
                rx.el.span(S.split_words, class_name="ui-dense ui-muted ui-num"),
                ui.button("Suggest a split", size=28, icon="sparkles", on_click=S.suggest_split),
                class_name="flex items-center justify-between gap-3",
            ),
            rx.cond(
                S.problems["split"],
                rx.el.p(S.problems["split"], class_name="ui-error", role="alert"),
            ),
            rx.foreach(S.shares, _share),
            rx.el.p("Change one and the others make room: the sum always stays your total.", class_name="ui-hint"),
            class_name="flex flex-col gap-4",
        ),
    )


def _share(share: Any) -> rx.Component:
    return rx.el.label(
        rx.el.span(share.name, class_name="ui-name"),
        rx.el.div(ui.progress_bar(share.percent, label=share.name), class_name="hidden sm:block"),
        ui.text_input(
            share.channel,
            key=f"{share.channel}-{S.version}",
            default_value=share.text,
            prefix="₹",
            input_mode="decimal",
            on_blur=lambda text: S.set_money(f"{share.channel}_paise", text),
        ),
        class_name="grid grid-cols-[1fr_140px] items-center gap-4 sm:grid-cols-[120px_1fr_160px]",
    )


def review() -> rx.Component:
    return questions(
        _summary(
            1,
            "Business",
            ("Name", words("business", "business_name")),
            ("Industry", words("business", "industry")),
            ("Operates in", word_list("business", "cities").join(", ")),
        ),
        _summary(
            2,
            "Target audience",
            ("Industries", word_list("audience", "industries").join(", ")),
            ("Locations", word_list("audience", "locations").join(", ")),
            ("Job titles", _or_any(word_list("audience", "job_titles").join(", "))),
        ),
        _summary(
            3,
            "AI scraping",
            ("Search", rx.cond(value_of("scraping", "enabled").to(bool), "Every day at 9 am", "Off")),
            ("Up to", f"{words('scraping', 'leads_per_day')} contacts a day"),
            ("Written to from", f"a score of {words('scraping', 'quality_threshold')}"),
        ),
        _summary(
            4,
            "Ad campaigns",
            ("Meta Ads", _daily("meta")),
            ("Google Ads", _daily("google")),
        ),
        _summary(
            5,
            "Outreach",
            (
                "WhatsApp reaches",
                rx.cond(
                    words("outreach", "whatsapp_reach") == "published",
                    "Opted-in people and businesses that publish their number",
                    "Opted-in people only",
                ),
            ),
            ("Email subject", words("outreach", "email_subject")),
        ),
        _summary(6, "Budget", ("A month", f"₹{S.money['total_paise']}")),
        ui.card(
            rx.el.ul(*[rx.el.li(line) for line in TERMS], class_name="list-disc pl-5 ui-dense ui-muted space-y-1"),
            ui.rule(),
            ui.checkbox(
                "I accept the terms",
                checked=value_of("review", "accept_terms").to(bool),
                on_change=lambda on: S.set_flag("accept_terms", on),
            ),
            rx.cond(
                S.problems["accept_terms"],
                rx.el.p(S.problems["accept_terms"], class_name="ui-error mt-2", role="alert"),
            ),
            title="Terms and conditions",
        ),
    )


def _or_any(text: Any) -> Any:
    return rx.cond(text == "", "Any", text)


def _daily(platform: str) -> Any:
    on = value_of("ads", f"{platform}_enabled").to(bool)
    return rx.cond(on, f"₹{S.money[f'{platform}_daily_paise']} a day, after you confirm", "Off")


def _summary(step: int, title: str, *facts: tuple[str, Any]) -> rx.Component:
    edit = ui.text_link("Edit", on_click=S.go(step))
    return ui.card(ui.facts(*facts), title=title, side=edit)
