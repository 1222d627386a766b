"""The kit: every piece draws, is labelled, is documented, and takes its looks from the stylesheets."""

import inspect
import re
from collections.abc import Iterator
from typing import Any

import pytest
import reflex as rx

from components import ui
from components.shell.app_shell import app_shell
from components.shell.auth_frame import auth_frame
from components.shell.plain_page import not_found_page
from components.shell.wizard_frame import preview_card, wizard_frame
from services.core.settings import ROOT
from tests.components.gallery import PIECES, GalleryState

TOOLS = {"cx", "each", "show"}
PUBLIC = {name for name, piece in vars(ui).items() if inspect.isfunction(piece)} - TOOLS
STYLES = sorted((ROOT / "assets" / "kit").glob("*.css"))
PAGES = sorted((ROOT / "leadgen_app" / "pages").glob("*.py"))
CODE = sorted((ROOT / "components").rglob("*.py"))


def wizard() -> rx.Component:
    state: Any = GalleryState
    return wizard_frame(
        steps=[("Business", state.text), ("Audience", "")],
        current=state.number,
        reached=state.number,
        on_go=lambda _step: state.act,
        title="T",
        purpose="P",
        on_back=state.act,
        on_exit=state.act,
        form_id="step",
        saved=state.text,
        preview=preview_card(rx.el.p("a"), rx.el.p("b")),
    )


FRAMES = {
    "app_shell": lambda: app_shell(rx.el.p("x")),
    "auth_frame": lambda: auth_frame("Sign in", "Welcome back.", rx.el.p("x"), foot="y"),
    "not_found_page": not_found_page,
    "wizard": wizard,
}


def drawn(name: str) -> list[rx.Component]:
    if name in FRAMES:
        return [FRAMES[name]()]
    return list(PIECES[name]())


def tree(component: Any) -> Iterator[Any]:
    yield component
    for child in getattr(component, "children", []):
        yield from tree(child)


def says(component: Any) -> bool:
    """Whether anything under the component is read out as its name."""
    return any(getattr(part, "contents", None) is not None for part in tree(component))


def test_every_piece_has_a_place_in_the_gallery():
    assert set(PIECES) == PUBLIC


@pytest.mark.parametrize("name", [*PIECES, *FRAMES])
def test_a_piece_draws_with_plain_values_and_with_vars(name: str):
    for component in drawn(name):
        assert component.render()


@pytest.mark.parametrize("name", [*PIECES, *FRAMES])
def test_every_button_and_link_says_what_it_does(name: str):
    for component in drawn(name):
        for part in tree(component):
            if getattr(part, "tag", "") in {"button", "Link"}:
                assert "aria-label" in part.custom_attrs or says(part), f"{name}: {part}"


@pytest.mark.parametrize("name", sorted(PUBLIC))
def test_every_piece_is_in_the_reference(name: str):
    assert f"ui.{name}(" in (ROOT / "docs" / "reference" / "components.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("path", [*STYLES, *CODE], ids=lambda path: path.name)
def test_no_colour_is_named_outside_the_theme(path: Any):
    text = path.read_text(encoding="utf-8")
    assert not re.findall(r"#[0-9a-fA-F]{3,8}\b|hsla?\(", text)
    assert "rgb(" not in text.replace("rgb(0 0 0 / .2)", "")


def test_every_class_the_kit_uses_has_a_look():
    styled = set(re.findall(r"\.(ui-[a-z0-9-]+)", "".join(path.read_text(encoding="utf-8") for path in STYLES)))
    used = {
        name
        for path in CODE
        for line in re.findall(r'"([^"\n]*\bui-[^"\n]*)"', path.read_text(encoding="utf-8"))
        for name in line.split()
        if re.fullmatch(r"ui-[a-z0-9-]+", name)
    }
    assert used - styled == set()


@pytest.mark.parametrize("path", [*CODE, *PAGES], ids=lambda path: path.name)
def test_nothing_brings_radix_themes_to_every_page(path: Any):
    used = set(re.findall(r"\brx\.(\w+)", path.read_text(encoding="utf-8")))
    assert not {name for name in used if _is_radix_theme(getattr(rx, name, None))}


def _is_radix_theme(piece: Any) -> bool:
    maker = getattr(piece, "__self__", None) or type(piece)
    return maker.__module__.startswith("reflex_components_radix.themes")


def test_light_and_dark_name_the_same_tokens():
    theme = (ROOT / "assets" / "theme.css").read_text(encoding="utf-8")
    light, dark = (theme.split(head)[1].split("\n}")[0] for head in (":root, .light {", ".dark {"))
    assert set(re.findall(r"(--[\w-]+):", light)) == set(re.findall(r"(--[\w-]+):", dark))


def test_every_token_in_use_exists():
    theme = (ROOT / "assets" / "theme.css").read_text(encoding="utf-8")
    known = set(re.findall(r"(--[\w-]+):", theme))
    for path in STYLES:
        text = path.read_text(encoding="utf-8")
        known_here = known | set(re.findall(r"(--[\w-]+):", "".join(p.read_text(encoding="utf-8") for p in STYLES)))
        given = {"--d", "--n"}  # set in the element's own style
        used = {name for name in re.findall(r"var\((--[\w-]+)[,)]", text) if not name.startswith("--radix")}
        assert used - known_here - given == set(), path.name
