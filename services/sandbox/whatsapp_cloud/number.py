"""`GET /{phone number}`: what a connection test and the watch over the number's quality read."""

from aiohttp import web

from services.sandbox.whatsapp_cloud.wire import authenticated
from services.sandbox.world import world_of


async def fetch(request: web.Request) -> web.Response:
    account = authenticated(request, "account")
    shown = {
        "verified_name": "Sandbox business",
        "display_phone_number": account.address,
        "quality_rating": "GREEN",
        **world_of(request).ratings.get(account.account, {}),
        "code_verification_status": "VERIFIED",
        "throughput": {"level": "STANDARD"},
    }
    wanted = request.query.get("fields", "verified_name,display_phone_number,quality_rating").split(",")
    return web.json_response(
        {**{name: value for name, value in shown.items() if name in wanted}, "id": account.account}
    )
