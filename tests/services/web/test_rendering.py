"""Pages that scripts build are read in a browser that has no way out but the fetcher."""

import importlib
import shutil
from typing import Any

import pytest
from aiohttp import web as server

from services.core.errors import ProviderRefused
from services.providers.base import SearchCriteria
from services.providers.directory.client import Directory
from services.web import AddressGuard, Fetcher, needs_browser
from tests.databases import forget_settings
from tests.websites import Site, serving

SHELL = "<html><head><title>Town</title></head><body><div id=root></div><script src=/app.js></script></body></html>"
NEXT = "const next = document.createElement('a'); next.href = '/list?page=2'; next.textContent = 'Next';"
APP = """
fetch('/data.json' + location.search).then(answer => answer.json()).then(firms => {
  const root = document.getElementById('root');
  for (const firm of firms) {
    const card = document.createElement('div');
    card.innerHTML = `<h3><a href="/firm/${firm.id}">${firm.name}</a></h3><p>12 MG Road</p><p>${firm.phone}</p>`;
    root.append(card);
  }
  NEXT
});
fetch('OTHER/secret').catch(() => 0);
fetch('/private/data').catch(() => 0);
fetch('/post', {method: 'POST', body: 'x'}).catch(() => 0);
new Image().src = '/pixel.png';
try { new WebSocket('OTHER'.replace('http', 'ws')); } catch { }
const frame = document.createElement('iframe'); frame.src = 'OTHER/frame'; document.body.append(frame);
"""


def firms(first: int) -> list[dict[str, Any]]:
    return [{"id": one, "name": f"Firm {one}", "phone": f"98450 1230{one}"} for one in range(first, first + 3)]


def site(other: str) -> dict[str, Any]:
    def data(request: server.Request) -> server.Response:
        return server.json_response(firms(4 if request.query.get("page") == "2" else 1))

    def app(_request: server.Request) -> server.Response:
        text = APP.replace("OTHER", other).replace("NEXT", f"if (!location.search) {{ {NEXT} root.append(next); }}")
        return server.Response(text=text, content_type="text/javascript")

    return {"/robots.txt": "User-agent: *\nDisallow: /private/\n", "/list": SHELL, "/app.js": app, "/data.json": data}


def test_only_an_empty_page_with_scripts_needs_a_browser() -> None:
    assert needs_browser(SHELL, "")
    assert needs_browser("<noscript>Please enable JavaScript</noscript><script></script>", "Please enable JavaScript")
    assert not needs_browser("<div id=root></div><script></script>", "A page with much to say. " * 20)
    assert not needs_browser("<p>Few words</p>", "Few words")
    assert not needs_browser("<p>Few words</p><script>count()</script>", "Few words")


@pytest.mark.skipif(not shutil.which("chromium"), reason="needs a Chromium")
async def test_a_listing_built_by_scripts_is_read_and_nothing_else_is_reached(monkeypatch: pytest.MonkeyPatch) -> None:
    async with serving({"/secret": "secret"}) as other, serving(site(other.url)) as town:
        monkeypatch.setenv("LEADGEN_FETCH_ALLOW", town.allowed)
        forget_settings()
        criteria = SearchCriteria(directory_urls=(f"{town.url}/list",))
        found = [contact async for contact in Directory().search(criteria)]
        assert sorted((one.company, one.phone) for one in found) == [
            (f"Firm {number}", f"+91984501230{number}") for number in range(1, 7)
        ]
    assert not other.hits
    assert not {"/private/data", "/post", "/pixel.png"} & set(town.hits)
    assert {request.headers["User-Agent"] for request in town.requests} == {"Mozilla/5.0 (compatible; LeadgenBot/1.0)"}


async def test_without_playwright_the_run_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    def absent(name: str, *_: Any) -> Any:
        raise ImportError(name)

    async with serving({"/list": SHELL}) as town:
        monkeypatch.setenv("LEADGEN_FETCH_ALLOW", town.allowed)
        forget_settings()
        monkeypatch.setattr(importlib, "import_module", absent)
        with pytest.raises(ProviderRefused, match="pip install playwright") as caught:
            await read(town)
    assert caught.value.code == "browser"


async def test_without_chromium_the_run_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    async with serving({"/list": SHELL}) as town:
        monkeypatch.setenv("LEADGEN_FETCH_ALLOW", town.allowed)
        forget_settings()
        monkeypatch.setattr(shutil, "which", lambda _name: "/nowhere/chromium")
        with pytest.raises(ProviderRefused, match="Chromium"):
            await read(town)


async def read(town: Site) -> None:
    criteria = SearchCriteria(directory_urls=(f"{town.url}/list",))
    assert [contact async for contact in Directory().search(criteria)] == []


@pytest.mark.skipif(not shutil.which("chromium"), reason="needs a Chromium")
async def test_a_browser_is_closed_with_its_fetcher() -> None:
    async with serving({"/list": SHELL, "/app.js": "document.body.append('built')"}) as town:
        async with Fetcher(AddressGuard(frozenset({town.allowed}))) as web:
            page = await web.built(await web.page(f"{town.url}/list"))
            assert "built" in page.text
            chromium = web._browser._chromium  # pyright: ignore
            assert chromium.is_connected()
        assert not chromium.is_connected()
