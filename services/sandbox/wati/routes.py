"""WATI's addresses, below the tenant's number."""

from aiohttp import web

from services.sandbox import files
from services.sandbox.wati import accept, templates
from services.sandbox.wati.wire import authenticated

_TENANT = r"/{tenant:\d+}"
ROUTES = (
    web.post(f"{_TENANT}/api/v2/sendTemplateMessage", accept.template),
    web.post(f"{_TENANT}/api/v1/sendSessionMessage/{{number}}", accept.text),
    web.post(f"{_TENANT}/api/v1/sendSessionFile/{{number}}", accept.uploaded),
    web.post(f"{_TENANT}/api/v1/sendSessionFileViaUrl/{{number}}", accept.file),
    web.post(f"{_TENANT}/api/v1/sendInteractiveButtonsMessage", accept.buttons),
    web.post(f"{_TENANT}/api/v1/whatsApp/templates", templates.create),
    web.get(f"{_TENANT}/api/v1/getMedia", files.by_name(authenticated)),
    web.get(f"{_TENANT}/api/v1/getMessageTemplates", templates.list_all),
)
