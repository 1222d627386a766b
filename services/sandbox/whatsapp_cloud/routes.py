"""The Cloud API's addresses; `GET /{phone number}` is among the Graph API's."""

from aiohttp import web

from services.sandbox import files
from services.sandbox.whatsapp_cloud import accept, templates
from services.sandbox.whatsapp_cloud.wire import with_token

_NODE = r"/v{version:\d+\.\d+}/{node:\d+}"
ROUTES = (
    web.get(r"/v{version:\d+\.\d+}/{number:10000\d\d}", files.told(with_token)),
    web.get(r"/whatsapp_business/attachments/{number:\d+}", files.behind(with_token)),
    web.post(f"{_NODE}/messages", accept.create),
    web.post(f"{_NODE}/media", accept.upload),
    web.post(f"{_NODE}/message_templates", templates.create),
    web.get(f"{_NODE}/message_templates", templates.list_all),
    web.delete(f"{_NODE}/message_templates", templates.remove),
)
