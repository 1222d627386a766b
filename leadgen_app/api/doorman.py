"""Sends page visitors where they belong before anything is drawn: to sign-in, onboarding or the dashboard."""

from starlette.datastructures import Headers
from starlette.responses import RedirectResponse

from leadgen_app import routes
from leadgen_app.api.hardening import App, Receive, Scope, Send
from services.accounts import cookies
from services.accounts.sessions import identify

_NOT_PAGES = ("/api", "/_event", "/ping", "/_health", "/assets", "/u/", "/t/", "/call/")


def doorman(app: App) -> App:
    """The gate does the same for navigation inside the loaded app."""

    async def at_the_door(scope: Scope, receive: Receive, send: Send) -> None:
        if not _asks_for_page(scope):
            await app(scope, receive, send)
            return
        elsewhere = await _elsewhere(scope)
        if not elsewhere:
            await app(_as_folder(scope), receive, send)
            return
        answer = RedirectResponse(elsewhere, status_code=303, headers={"cache-control": "no-store"})
        await answer(scope, receive, send)  # pyright: ignore[reportArgumentType]

    return at_the_door


def _asks_for_page(scope: Scope) -> bool:
    if scope["type"] != "http" or scope["method"] not in {"GET", "HEAD"}:
        return False
    path = scope["path"]
    return not path.startswith(_NOT_PAGES) and "." not in path.rpartition("/")[2]


def _as_folder(scope: Scope) -> Scope:
    """Built pages are folders; naming them so spares the browser a redirect to the same address with a slash."""
    path = scope["path"]
    if path.endswith("/") or routes.route_of(path) != path:
        return scope
    return {**scope, "path": f"{path}/", "raw_path": f"{path}/".encode()}


async def _elsewhere(scope: Scope) -> str:
    header = Headers(scope=scope).get("cookie", "")
    return routes.detour(scope["path"], await identify(cookies.read(header, cookies.SESSION)))
