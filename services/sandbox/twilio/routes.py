"""Twilio's addresses."""

from aiohttp import web

from services.sandbox import files
from services.sandbox.twilio import accept, content, lookup
from services.sandbox.twilio.wire import VERSION, authenticated

_ACCOUNT = f"/{VERSION}/Accounts/{{account:AC\\w+}}"
ROUTES = (
    web.post(f"{_ACCOUNT}/Messages.json", accept.create),
    web.get(f"{_ACCOUNT}/Messages.json", lookup.list_all),
    web.get(f"{_ACCOUNT}/Messages/{{sid:\\w+}}.json", lookup.fetch),
    web.get(f"{_ACCOUNT}/Messages/{{sid:\\w+}}/Media/{{number:\\d+}}", files.passed_on(authenticated)),
    web.get(f"{_ACCOUNT}.json", lookup.account_resource),
    web.post("/v1/Content", content.create),
    web.get("/v1/Content", content.list_all),
    web.get("/v1/Content/{sid:HX\\w+}", content.fetch),
    web.delete("/v1/Content/{sid:HX\\w+}", content.remove),
    web.post("/v1/Content/{sid:HX\\w+}/ApprovalRequests/whatsapp", content.request_approval),
    web.get("/v1/Content/{sid:HX\\w+}/ApprovalRequests", content.fetch_approval),
)
