"""Reflex's own switches; the product's settings live in services/core/settings.py."""

import os
import sysconfig

os.environ["PATH"] = os.pathsep.join([sysconfig.get_path("scripts"), os.environ.get("PATH", "")])
os.environ.setdefault("REFLEX_USE_NPM", "true")
os.environ.setdefault("REFLEX_CHECK_LATEST_VERSION", "false")
os.environ.setdefault("REFLEX_USE_GRANIAN", "true")

import reflex as rx
from reflex_base.constants import StateManagerMode

from leadgen_app.serving.origin import OwnOriginPlugin
from services.core.settings import get_settings

settings = get_settings()

config = rx.Config(
    app_name="leadgen_app",
    frontend_port=settings.port,
    backend_port=settings.port,
    backend_host=settings.host,
    deploy_url=settings.address,
    cors_allowed_origins=settings.origins,
    trusted_proxy_hops=settings.trusted_proxy_hops,
    redis_url=settings.redis_url or None,
    state_manager_mode=StateManagerMode.REDIS if settings.redis_url else StateManagerMode.MEMORY,
    telemetry_enabled=False,
    show_built_with_reflex=False,
    plugins=[
        rx.plugins.TailwindV4Plugin(),
        OwnOriginPlugin(),
    ],
    disable_plugins=[rx.plugins.SitemapPlugin],
)
