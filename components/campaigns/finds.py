"""What a search has found: a map of its cities, its latest contacts, what became of places at Google."""

from typing import Any

import reflex as rx

from components import ui
from state.scraping import ScrapingCampaignState

S: Any = ScrapingCampaignState

_OSM = "https://www.openstreetmap.org/copyright"


def where_card() -> rx.Component:
    """A dot for each city, as large as its share, and the same as a list."""
    return ui.card(
        rx.cond(
            S.cities.length() > 0,
            rx.el.div(
                ui.show(S.drawing.dots.length() > 0, _map()),
                _list(),
                class_name="grid md:grid-cols-[minmax(0,3fr)_minmax(0,2fr)] gap-4 items-start",
            ),
            ui.empty_state("map-pin", "Nothing on the map yet", "Cities appear as contacts are found.", faint=False),
        ),
        title="Where they are",
        foot=rx.cond(S.cities.length() > 0, _sources_named(), rx.fragment()),
    )


def _map() -> rx.Component:
    dots: Any = S.drawing.dots
    return rx.el.svg(
        rx.el.svg.path(d=S.drawing.ground, class_name="ground"),
        rx.foreach(dots, _dot),
        rx.foreach(dots, _label),
        view_box=S.drawing.view_box,
        role="img",
        aria_label="Map of the contacts found, by city; the list beside it says the same",
        class_name="ui-map",
    )


def _dot(dot: Any) -> rx.Component:
    return rx.el.svg.circle(
        rx.el.svg.title(dot.city, ": ", dot.count), cx=dot.x, cy=dot.y, r=dot.radius, class_name="dot"
    )


def _label(dot: Any) -> rx.Component:
    return ui.show(
        dot.label,
        rx.el.svg.text(
            dot.label, x=dot.label_x, y=dot.y, custom_attrs={"textAnchor": dot.anchor, "dominantBaseline": "central"}
        ),
    )


def _list() -> rx.Component:
    return rx.el.ul(
        rx.foreach(
            S.cities,
            lambda city: rx.el.li(
                ui.link_to(
                    f"/contacts?campaign={S.shown.id}&city={city.name}",
                    city.name,
                    class_name="ui-clip hover:underline min-w-0",
                ),
                rx.el.span(city.count, class_name="ui-num ui-muted"),
                class_name="flex items-baseline justify-between gap-3 py-1",
                key=city.name,
            ),
        ),
        rx.cond(
            S.drawing.elsewhere > 0,
            rx.el.li(S.drawing.elsewhere.to(str), " in places that the map does not know", class_name="ui-meta py-1"),
            rx.fragment(),
        ),
        ui.show(S.more_cities, rx.el.li(S.more_cities, class_name="ui-meta py-1")),
        class_name="ui-dense min-w-0",
    )


def _sources_named() -> rx.Component:
    return rx.el.p(
        ui.show(
            S.has_map_data,
            rx.fragment(
                "Contains data © ",
                rx.el.a(
                    "OpenStreetMap contributors", href=_OSM, target="_blank", rel="noopener", class_name="underline"
                ),
                ", ODbL. ",
            ),
        ),
        "Positions of cities: GeoNames, CC BY 4.0.",
        class_name="ui-meta",
    )


def latest_card() -> rx.Component:
    return ui.card(
        rx.cond(
            S.recent.length() > 0,
            rx.el.ul(rx.foreach(S.recent, _contact), class_name="ui-lines grid"),
            rx.el.p("None yet.", class_name="ui-muted"),
        ),
        title="Latest contacts",
        side=ui.link_to(f"/contacts?campaign={S.shown.id}", "All of them", class_name="ui-dense ui-link"),
    )


def _contact(contact: Any) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            ui.link_to(
                f"/contacts?campaign={S.shown.id}&open={contact.id}",
                contact.name,
                class_name="ui-name block ui-clip hover:underline",
            ),
            rx.el.span(contact.detail, class_name="ui-meta block ui-clip"),
            class_name="min-w-0 grow",
        ),
        ui.score_ring(contact.score),
        class_name="flex items-center gap-3 py-2",
        key=contact.id,
    )


def google_card() -> rx.Component:
    """Only for searches that asked Google; of places without a site there is nothing but a link."""
    return ui.show(
        S.places_looked_at,
        ui.card(
            rx.el.p(S.places_looked_at, class_name="ui-dense"),
            ui.show(
                S.without_site.length() > 0,
                rx.el.div(
                    rx.el.p("The latest without a site of their own:", class_name="ui-meta pb-1"),
                    rx.el.ul(
                        rx.foreach(
                            S.without_site,
                            lambda place: rx.el.li(
                                rx.el.a(
                                    place.words,
                                    href=place.url,
                                    target="_blank",
                                    rel="noopener noreferrer",
                                    class_name="ui-link",
                                ),
                                key=place.url,
                            ),
                        ),
                        class_name="ui-dense flex flex-wrap gap-x-3 gap-y-1",
                    ),
                    class_name="pt-3",
                ),
            ),
            title="Places at Google",
        ),
    )
