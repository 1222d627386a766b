"""`@page` gives a function its address, title, frame and live updates."""

from collections.abc import Callable
from typing import Any

import reflex as rx
from reflex.event import EventHandler

from components.shell.app_shell import app_shell
from leadgen_app import live, routes
from state.base import AppState

Body = Callable[[], rx.Component]
Frame = Callable[..., rx.Component]


def page(
    route: str,
    title: str,
    *,
    on_load: Any = None,
    public: bool = False,
    frame: Frame | None = None,
) -> Callable[[Body], Body]:
    """Serve the decorated function at `route`.

    Pages are for signed-in people unless `public`. `frame(content)` wraps the content: the app shell by default,
    nothing on public pages. The States of the `on_load` handlers are refreshed by live events on their `_topics`.
    """
    handlers = _handlers(on_load)
    routes.register(route, public=public)
    if not public:
        live.listen(route, [handler.state for handler in handlers if isinstance(handler, EventHandler)])
        handlers = [AppState.load_shell, *handlers]

    def decorate(body: Body) -> Body:
        def framed() -> rx.Component:
            wrap = frame or (_bare if public else app_shell)
            return wrap(body())

        framed.__name__ = body.__name__
        rx.page(route=route, title=f"{title} · LeadGen", on_load=handlers)(framed)
        return body

    return decorate


def _handlers(on_load: Any) -> list[Any]:
    if on_load is None:
        return []
    return list(on_load) if isinstance(on_load, list | tuple) else [on_load]


def _bare(content: rx.Component) -> rx.Component:
    return content
