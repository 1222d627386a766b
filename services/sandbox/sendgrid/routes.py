"""SendGrid's addresses."""

from aiohttp import web

from services.sandbox.sendgrid import accept, lookup

ROUTES = (
    web.post("/v3/mail/send", accept.send),
    web.get("/v3/scopes", lookup.scopes),
    web.get("/v3/user/account", lookup.account_resource),
    web.get("/v3/messages", lookup.search),
    web.get("/v3/messages/{msg_id}", lookup.fetch),
)
