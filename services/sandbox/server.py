"""The sandbox's HTTP server: every provider on one root, in any program's event loop."""

import asyncio
from pathlib import Path
from typing import Any

from aiohttp import web

from services.core.log import get_logger
from services.sandbox import control, faults, files, graph, overpass
from services.sandbox.ads import graph as lead_ads
from services.sandbox.ads.forms import Enquiries
from services.sandbox.ads.google import GoogleCallbacks
from services.sandbox.ads.meta import MetaCallbacks
from services.sandbox.apify import routes as apify
from services.sandbox.apify.runs import ApifyRuns
from services.sandbox.brightdata import routes as brightdata
from services.sandbox.brightdata.datasets import Collections
from services.sandbox.gupshup import wire as gupshup_wire
from services.sandbox.gupshup.callbacks import GupshupCallbacks
from services.sandbox.gupshup.routes import ROUTES as GUPSHUP
from services.sandbox.linkedin import rest as linkedin
from services.sandbox.linkedin.callbacks import LinkedInCallbacks
from services.sandbox.openai import routes as openai
from services.sandbox.places import routes as places
from services.sandbox.resend import wire as resend_wire
from services.sandbox.resend.callbacks import ResendCallbacks
from services.sandbox.resend.routes import ROUTES as RESEND
from services.sandbox.sendgrid import wire as sendgrid_wire
from services.sandbox.sendgrid.callbacks import SendGridCallbacks
from services.sandbox.sendgrid.routes import ROUTES as SENDGRID
from services.sandbox.sites import company, directory
from services.sandbox.smtp.callbacks import SmtpCallbacks
from services.sandbox.smtp.listening import mail_servers
from services.sandbox.twilio import wire as twilio_wire
from services.sandbox.twilio.callbacks import TwilioCallbacks
from services.sandbox.twilio.routes import ROUTES as TWILIO
from services.sandbox.wati import wire as wati_wire
from services.sandbox.wati.callbacks import WatiCallbacks
from services.sandbox.wati.routes import ROUTES as WATI
from services.sandbox.webpush.routes import ROUTES as WEB_PUSH
from services.sandbox.whatsapp import changes
from services.sandbox.whatsapp_cloud.callbacks import CloudCallbacks
from services.sandbox.whatsapp_cloud.routes import ROUTES as WHATSAPP_CLOUD
from services.sandbox.world import WORLD, World

log = get_logger(__name__)

_ROUTES = (
    TWILIO,
    WHATSAPP_CLOUD,
    GUPSHUP,
    WATI,
    files.ROUTES,
    SENDGRID,
    RESEND,
    WEB_PUSH,
    overpass.ROUTES,
    places.ROUTES,
    openai.ROUTES,
    lead_ads.ROUTES,
    linkedin.ROUTES,
    apify.ROUTES,
    brightdata.ROUTES,
    directory.ROUTES,
    company.ROUTES,
    control.ROUTES,
    changes.ROUTES,
)
_LARGEST_REQUEST = 32 * 1024 * 1024


@web.middleware
async def _log_failures(request: web.Request, handler: Any) -> web.StreamResponse:
    try:
        return await handler(request)
    except web.HTTPException:
        raise
    except Exception:
        log.exception("sandbox_request_failed", path=request.path)
        return web.json_response({"error": "The sandbox failed; see its log."}, status=500)


def application(world: World) -> web.Application:
    """All routes and errand handlers over one world."""
    app = web.Application(
        middlewares=[
            _log_failures,
            faults.middleware,
            twilio_wire.errors,
            gupshup_wire.errors,
            wati_wire.errors,
            sendgrid_wire.errors,
            resend_wire.errors,
            places.errors,
            openai.errors,
            graph.errors,
            linkedin.errors,
            apify.errors,
            brightdata.errors,
            control.errors,
        ],
        client_max_size=_LARGEST_REQUEST,
    )
    app[WORLD] = world
    TwilioCallbacks(world)
    CloudCallbacks(world)
    GupshupCallbacks(world)
    WatiCallbacks(world)
    SendGridCallbacks(world)
    ResendCallbacks(world)
    SmtpCallbacks(world)
    Enquiries(world)
    MetaCallbacks(world)
    GoogleCallbacks(world)
    LinkedInCallbacks(world)
    ApifyRuns(world)
    Collections(world)
    for routes in _ROUTES:
        app.router.add_routes(routes)
    return app


async def serve(host: str, port: int, *, journal: Path | None = None, ready: asyncio.Event | None = None) -> None:
    """Serve until cancelled. `journal` is the file that survives a restart (None: memory only); `ready` is set
    when connections are taken. Raises OSError when the port is in use."""
    world = await World.open(journal)
    runner = web.AppRunner(application(world), access_log=None, handle_signals=False, shutdown_timeout=1.0)
    try:
        await runner.setup()
        await web.TCPSite(runner, host, port).start()
        async with mail_servers(world, host, port):
            await world.errands.start()
            log.info("sandbox_started", port=port)
            if ready:
                ready.set()
            await asyncio.Event().wait()
    finally:
        await runner.cleanup()
        await world.close()
