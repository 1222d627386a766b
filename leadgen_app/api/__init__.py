"""HTTP beside the pages: sign-in, health, webhooks. Each file has a `router`; adding a file adds its routes."""

import importlib
import pkgutil

from fastapi import FastAPI

api = FastAPI(title="LeadGen", docs_url=None, redoc_url=None, openapi_url="/api/openapi.json")

for _topic in pkgutil.iter_modules(__path__):
    _router = getattr(importlib.import_module(f"{__name__}.{_topic.name}"), "router", None)
    if _router is not None:
        api.include_router(_router)
