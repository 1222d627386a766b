"""The questions of steps 1 to 5."""

import reflex as rx

from components import ui
from components.onboarding.parts import (
    CITIES,
    line_question,
    money_question,
    number_question,
    questions,
    tags_question,
    text_question,
    value_of,
    words,
)
from services.campaigns.draft import COMPANY_SIZES
from services.campaigns.sources import SOURCES, USUAL_SOURCES
from state.onboarding import OnboardingState as S

_SOURCE_DETAIL = {"overpass": "No key needed", "directory": "Listing pages"}


def business() -> rx.Component:
    return questions(
        line_question("business", "business_name", "Business name", placeholder="Suvarna Habitat"),
        text_question(
            "business",
            "description",
            "What is your business?",
            placeholder="We sell ready and new homes in Mumbai and Pune.",
            hint="One or two sentences. Messages and ads are written from this.",
        ),
        ui.field(
            "Industry",
            ui.select(
                "industry",
                S.industry_names,
                value=words("business", "industry"),
                placeholder="Choose your industry",
                on_change=S.choose_industry,
            ),
            hint="It fills the next steps with suggestions that you can change.",
            error=S.problems["industry"],
        ),
        tags_question("business", "services", "What do you offer?", placeholder="Add a service"),
        tags_question("business", "cities", "Where do you operate?", placeholder="Add a city", suggestions=CITIES),
        rx.el.div(
            line_question("business", "website", "Web site", placeholder="www.yourfirm.in", optional=True),
            line_question(
                "business",
                "phone",
                "Your WhatsApp number",
                placeholder="98200 00000",
                hint="New leads are announced here.",
                optional=True,
                input_mode="tel",
            ),
            class_name="grid gap-5 sm:grid-cols-2",
        ),
        line_question(
            "business",
            "address",
            "Postal address",
            placeholder="12 MG Road, Pune 411001",
            hint="It stands under every email, as the law asks.",
            optional=True,
        ),
    )


def audience() -> rx.Component:
    return questions(
        text_question("audience", "customers", "Who are your ideal customers?"),
        tags_question(
            "audience", "industries", "Industries", placeholder="Add an industry", hint="Kinds of business to look for."
        ),
        tags_question("audience", "locations", "Locations", placeholder="Add a city", suggestions=CITIES),
        tags_question("audience", "job_titles", "Job titles", placeholder="Add a title", optional=True),
        ui.field(
            "Company size",
            ui.select(
                "company_size",
                list(COMPANY_SIZES),
                value=words("audience", "company_size"),
                placeholder="Any size",
                on_change=lambda size: S.set_text("audience", "company_size", size),
            ),
            optional=True,
        ),
        tags_question("audience", "interests", "Interests", placeholder="Add an interest", optional=True),
    )


def scraping() -> rx.Component:
    return questions(
        ui.card(
            ui.toggle(
                "AI scraping",
                detail="Runs every day at 9 am, India time",
                checked=value_of("scraping", "enabled").to(bool),
                on_change=lambda on: S.set_flag("enabled", on),
            )
        ),
        rx.cond(value_of("scraping", "enabled").to(bool), _search(), _no_search()),
    )


def _no_search() -> rx.Component:
    return rx.el.p(
        "No contacts are looked for. You can import your own, add leads by hand, or take enquiries from ads.",
        class_name="ui-muted",
    )


def _search() -> rx.Component:
    return questions(
        number_question("scraping", "leads_per_day", "Leads per day", [("50", "50"), ("100", "100"), ("250", "250")]),
        tags_question("scraping", "industries", "Industry", placeholder="Add"),
        tags_question("scraping", "job_titles", "Job titles", placeholder="Add a title", optional=True),
        tags_question("scraping", "locations", "Locations", placeholder="Add a city", suggestions=CITIES),
        tags_question("scraping", "keywords", "Keywords", placeholder="Add a keyword", optional=True),
        ui.field(
            "Where to look",
            ui.choices(*[_source(key, SOURCES[key]) for key in USUAL_SOURCES]),
            error=S.problems["sources"],
            group=True,
        ),
        rx.cond(
            value_of("scraping", "sources").to(list[str]).contains("directory"),
            tags_question(
                "scraping",
                "directory_urls",
                "Listing pages",
                placeholder="Paste a page's address",
                hint="Pages that list businesses. Without one, the standard directory is used.",
                optional=True,
            ),
        ),
        number_question(
            "scraping",
            "quality_threshold",
            "Quality threshold",
            [("60", "60+"), ("70", "70+"), ("80", "80+")],
            hint="Contacts under it are kept but not written to.",
        ),
    )


def _source(key: str, name: str) -> rx.Component:
    return ui.choice_card(
        name,
        detail=_SOURCE_DETAIL[key],
        checked=value_of("scraping", "sources").to(list[str]).contains(key),
        on_change=lambda on: S.set_member("sources", key, on),
    )


def ads() -> rx.Component:
    return questions(
        _advert(
            "meta",
            "Meta Ads",
            "Facebook and Instagram lead forms",
            tags_question("ads", "meta_locations", "Target locations", placeholder="Add a city", suggestions=CITIES),
            text_question("ads", "meta_text", "Text of the ad", rows=3),
        ),
        _advert(
            "google",
            "Google Ads",
            "Search ads with a lead form",
            tags_question("ads", "google_keywords", "Keywords", placeholder="Add a keyword"),
            line_question("ads", "google_text", "Description"),
        ),
        rx.el.p(
            "Ads start once you connect the account and confirm them. Enquiries from forms that you run already come "
            "in as leads right away.",
            class_name="ui-dense ui-muted",
        ),
    )


def _advert(platform: str, name: str, detail: str, reach: rx.Component, text: rx.Component) -> rx.Component:
    on = value_of("ads", f"{platform}_enabled").to(bool)
    return ui.card(
        ui.toggle(name, detail=detail, checked=on, on_change=lambda chosen: S.set_flag(f"{platform}_enabled", chosen)),
        rx.cond(
            on,
            rx.el.div(
                money_question(f"{platform}_daily_paise", "Daily budget", suffix="a day"),
                reach,
                line_question("ads", f"{platform}_headline", "Headline"),
                text,
                class_name="mt-4 flex flex-col gap-5",
            ),
        ),
    )


def outreach() -> rx.Component:
    return questions(
        text_question(
            "outreach",
            "whatsapp_text",
            "WhatsApp message",
            rows=6,
            hint="Variables: {{name}}, {{first_name}}, {{company}}, {{city}}, {{industry}}, {{business}}. "
            "A fall-back follows a bar: {{first_name|there}}.",
        ),
        _reach(),
        line_question("outreach", "email_subject", "Email subject"),
        text_question("outreach", "email_body", "Email", rows=10),
    )


def _reach() -> rx.Component:
    chosen = words("outreach", "whatsapp_reach")
    options = (
        ("opted_in", "Only people who opted in", "Their consent is recorded before the first message."),
        (
            "published",
            "Also businesses that publish their number for enquiries",
            "You are responsible for having a lawful reason to write to them.",
        ),
    )
    return ui.field(
        "Whom may WhatsApp messages reach?",
        rx.el.div(
            *[
                ui.choice_card(
                    title,
                    detail=detail,
                    radio=True,
                    name="whatsapp_reach",
                    value=key,
                    checked=chosen == key,
                    on_change=lambda _checked, key=key: S.set_text("outreach", "whatsapp_reach", key),
                )
                for key, title, detail in options
            ],
            class_name="flex flex-col gap-2",
        ),
        hint="People who say stop are never written to again, whatever you choose.",
        error=S.problems["whatsapp_reach"],
        group=True,
    )
