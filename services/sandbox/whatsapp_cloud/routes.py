"""The Cloud API's addresses; `GET /{phone number}` is among the Graph API's."""

from aiohttp import web

from services.sandbox.whatsapp_cloud import accept, templates

_NODE = r"/v{version:\d+\.\d+}/{node:\d+}"
ROUTES = (
    web.post(f"{_NODE}/messages", accept.create),
    web.post(f"{_NODE}/message_templates", templates.create),
    web.get(f"{_NODE}/message_templates", templates.list_all),
    web.delete(f"{_NODE}/message_templates", templates.remove),
)
