"""The app: pages, HTTP beside them, the gate in front, and what runs for as long as the process."""

import importlib
import pkgutil

import reflex as rx

from components.ui.theme import STYLESHEETS, head, toaster
from leadgen_app import pages
from leadgen_app.api import api
from leadgen_app.api.doorman import doorman
from leadgen_app.api.hardening import harden
from leadgen_app.background import background_work
from leadgen_app.errors import show_error
from leadgen_app.gate import Gate
from leadgen_app.live import watch
from services.core.log import configure_logs

configure_logs()

for _page in pkgutil.iter_modules(pages.__path__):
    importlib.import_module(f"{pages.__name__}.{_page.name}")

app = rx.App(
    html_lang="en",
    stylesheets=STYLESHEETS,
    head_components=head(),
    toaster=toaster(),
    backend_exception_handler=show_error,
    api_transformer=[api, doorman, harden],
)
app.add_middleware(Gate())
app.register_lifespan_task(background_work)
app.register_lifespan_task(watch)
