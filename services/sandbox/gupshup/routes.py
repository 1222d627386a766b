"""Gupshup's addresses."""

from aiohttp import web

from services.sandbox.gupshup import accept, templates

ROUTES = (
    web.post("/wa/api/v1/msg", accept.session),
    web.post("/wa/api/v1/template/msg", accept.template),
    web.get("/wa/api/v1/template/list/{app}", templates.list_all),
    web.post("/wa/app/{app}/template", templates.create),
)
