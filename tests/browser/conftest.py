"""A real browser on the production build. One build serves all tests; each worker has a server and a database.

    async def test_a_page(person, site):        # somebody just signed up, in a fresh browser context
        await person.goto(f"{site.url}/dashboard")

`visitor` is a page of somebody who has not signed in. Both fail the test afterwards when the browser's console or
the server's log held an error or a warning; `site.expect("words")` allows one that a test provokes on purpose.
"""

import itertools
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.async_api import Browser, ConsoleMessage, Page, async_playwright

from leadgen_app.serving.frontend import built_frontend

ROOT = Path(__file__).resolve().parents[2]
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PASSWORD = "calm-river-stone-9"
_numbers = itertools.count(1)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests in this folder share a server: one worker runs them all."""
    for item in items:
        if Path(item.fspath).parent == Path(__file__).parent:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group("browser"))


@dataclass
class Site:
    """A running product: its address, its log, its database."""

    url: str
    sandbox: str
    folder: Path
    log: Path
    process: "subprocess.Popen[bytes]"
    expected: list[str] = field(default_factory=list)
    read_to: int = 0

    def expect(self, words: str) -> None:
        """A log line or console message that holds these words is what the test wants to see."""
        self.expected.append(words)

    def trouble(self) -> list[str]:
        """Warnings and errors logged since the last look."""
        text = self.log.read_text()
        new, self.read_to = text[self.read_to :], len(text)
        return [line for line in new.splitlines() if _is_trouble(line) and not self.forgives(line)]

    def forgives(self, line: str) -> bool:
        return any(words in line for words in self.expected)


def _is_trouble(line: str) -> bool:
    return any(
        mark in line for mark in ("[warning", "[error", "[critical", "[ERROR]", "[WARN", "Traceback", "Warning:")
    )


def _free_ports() -> int:
    """A port with the next one free too: the sandbox listens there."""
    while True:
        with socket.socket() as first, socket.socket() as second:
            first.bind(("127.0.0.1", 0))
            port = first.getsockname()[1]
            if port < 65535 and second.connect_ex(("127.0.0.1", port + 1)) != 0:
                return port


def start_site(folder: Path, **settings: str) -> Site:
    """The production server on a port and a database of its own; raises when it is not up within a minute."""
    built_frontend()
    folder.mkdir(parents=True, exist_ok=True)
    port = _free_ports()
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith(("LEADGEN_", "COV_", "PYTEST"))},
        "LEADGEN_DATABASE_URL": f"sqlite:///{folder / 'leadgen.db'}",
        "LEADGEN_SECRET_KEY": "key-of-the-browser-tests",
        "LEADGEN_PORT": str(port),
        "LEADGEN_SANDBOX_DAY_SECONDS": "2",
        **settings,
    }
    log = folder / "server.log"
    with log.open("wb") as output:
        command = [sys.executable, "-m", "leadgen_app.serve"]
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=output, stderr=output)
    site = Site(f"http://127.0.0.1:{port}", f"http://127.0.0.1:{port + 1}", folder, log, process)
    for _attempt in range(600):
        try:
            with urllib.request.urlopen(f"{site.url}/api/healthz", timeout=1):
                return site
        except OSError:
            if process.poll() is not None:
                break
            time.sleep(0.1)
    process.kill()
    raise RuntimeError(f"The server did not start:\n{log.read_text()[-4000:]}")


def stop_site(site: Site) -> None:
    site.process.send_signal(signal.SIGTERM)
    try:
        site.process.wait(40)
    except subprocess.TimeoutExpired:
        site.process.kill()
        site.process.wait()


@pytest.fixture(scope="session")
def running_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    site = start_site(tmp_path_factory.mktemp("site"))
    yield site
    stop_site(site)


@pytest.fixture
def site(running_site: Site) -> Iterator[Site]:
    """The running product; the test fails when its log gains a warning or an error."""
    running_site.expected = []
    running_site.trouble()
    yield running_site
    assert running_site.trouble() == []


@pytest.fixture
async def chromium() -> AsyncIterator[Browser]:
    found = next(path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name)))
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=found, args=FLAGS)
        yield browser
        await browser.close()


@pytest.fixture
async def visitor(chromium: Browser, site: Site) -> AsyncIterator[Page]:
    """A page in a browser that nobody has signed in with."""
    context = await chromium.new_context(viewport={"width": 1440, "height": 900})
    context.set_default_timeout(20_000)
    page = await context.new_page()
    seen: list[str] = []

    def heard(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and not site.forgives(message.text):
            seen.append(f"{message.type}: {message.text}")

    page.on("console", heard)
    page.on("pageerror", lambda error: seen.append(f"exception: {error}"))
    yield page
    await context.close()
    assert [line for line in seen if not site.forgives(line)] == []


async def sign_up(page: Page, site: Site, *, name: str = "Meera Kulkarni", business: str = "Suvarna Habitat") -> str:
    """Create an account through the form; returns its e-mail. The page ends up in onboarding."""
    email = f"person{next(_numbers)}@business.example"
    await page.goto(f"{site.url}/signup")
    await page.fill("[name=name]", name)
    await page.fill("[name=business]", business)
    await page.fill("[name=email]", email)
    await page.fill("[name=password]", PASSWORD)
    await page.click("button[type=submit]")
    await page.wait_for_url(lambda url: "/signup" not in url)
    return email


@pytest.fixture
async def person(visitor: Page, site: Site) -> Page:
    """Somebody who has just signed up."""
    await sign_up(visitor, site)
    return visitor
