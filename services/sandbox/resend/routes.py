"""Resend's addresses."""

from aiohttp import web

from services.sandbox.resend import accept, lookup

ROUTES = (
    web.post("/emails", accept.send),
    web.get("/emails", lookup.emails),
    web.get("/emails/receiving/{email_id}", lookup.received_email),
    web.get("/emails/receiving/{email_id}/attachments/{file_id}", lookup.received_file),
    web.get("/resend-files/{account}/{email_id}/{file_id}", lookup.lying_file),
    web.get("/emails/{email_id}", lookup.email),
    web.get("/domains", lookup.domains),
)
