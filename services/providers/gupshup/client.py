"""Sends WhatsApp messages through Gupshup's self-serve API: forms whose nested values are JSON."""

import json
from collections.abc import Collection, Mapping
from datetime import datetime
from functools import cached_property
from typing import Any
from urllib.parse import quote

from services.core.errors import ProviderRefused, Refusal
from services.providers.base import Credentials, OutgoingMessage, Sent, TemplateReview, TemplateState
from services.providers.enclosed import Media
from services.providers.exchange import Answer, Caller
from services.providers.files import Door
from services.providers.gupshup.errors import NAME, TITLE, translated
from services.providers.gupshup.webhooks import GupshupWebhooks
from services.providers.whatsapp.media import kind_of
from services.providers.whatsapp.texts import in_order, with_examples

_API = "/wa/api/v1"
_STATES = {
    "APPROVED": TemplateState.APPROVED,
    "REJECTED": TemplateState.REJECTED,
    "FAILED": TemplateState.REJECTED,
    "PAUSED": TemplateState.PAUSED,
    "DISABLED": TemplateState.DISABLED,
    "DELETED": TemplateState.REJECTED,
}


class Gupshup(GupshupWebhooks):
    """One app. Values: `api_key`, `app_name`, `app_id`, `from` (E.164)."""

    can_look_up = False

    @classmethod
    def from_credentials(cls, credentials: Credentials) -> "Gupshup":
        return cls(credentials)

    @cached_property
    def _caller(self) -> Caller:
        return Caller(NAME, TITLE, self._credentials.base_url, {"apikey": self._credentials["api_key"]})

    async def send(self, message: OutgoingMessage) -> Sent:
        """202 means taken, nothing more: what becomes of it is posted under the id."""
        form = {
            "channel": "whatsapp",
            "source": self._credentials["from"].removeprefix("+"),
            "destination": message.recipient.removeprefix("+"),
            "src.name": self._credentials["app_name"],
        }
        if message.template_sid:
            wanted = {"id": message.template_sid, "params": in_order(message.template_variables)}
            form |= {"template": json.dumps(wanted)}
            form |= {"message": json.dumps(_file(message))} if message.media else {}
            told = await self._call("POST", f"{_API}/template/msg", data=form)
        else:
            told = await self._call("POST", f"{_API}/msg", data={**form, "message": json.dumps(_session(message))})
        if not told.body.get("messageId"):
            raise translated(told)
        return Sent(str(told.body["messageId"]))

    async def file(self, source: Mapping[str, Any]) -> bytes:
        """Its address needs no key."""
        return await Door(NAME, TITLE, self._credentials, {}).read(str(source.get("url") or ""))

    async def look_up(self, message: OutgoingMessage, since: datetime, known: Collection[str] = ()) -> Sent | None:
        """Gupshup shows no message that was sent and keeps no reference of ours."""
        del message, since, known
        raise ProviderRefused(NAME, "Gupshup cannot be asked about a message.", "no_look_up")

    async def test(self) -> str:
        """Reads the app's templates, which needs the right key and the app's own name."""
        listed = await self._listed()
        return f"Connected to the Gupshup app “{self._credentials['app_name']}” with {len(listed)} templates."

    async def submit_template(self, name: str, body: str, examples: Mapping[str, str]) -> TemplateReview:
        form = {
            "elementName": name,
            "languageCode": "en",
            "category": "MARKETING",
            "templateType": "TEXT",
            "vertical": "General",
            "content": body,
            "example": with_examples(body, examples),
            "enableSample": "true",
            "allowTemplateCategoryChange": "true",
        }
        path = f"/wa/app/{quote(self._credentials['app_id'], safe='')}/template"
        try:
            told = await self._call("POST", path, data=form)
        except ProviderRefused:
            found = await self._filed("elementName", name)  # it may be there: filed before, and never answered
            if found is None:
                raise
            return found
        template = told.body.get("template")
        if not isinstance(template, dict) or not template.get("id"):
            raise translated(told)
        return _review(template)

    async def review_template(self, sid: str) -> TemplateReview:
        found = await self._filed("id", sid)
        if found is None:
            raise ProviderRefused(NAME, "Gupshup does not know this template any more.", "4003", Refusal.TEMPLATE)
        return found

    async def _filed(self, field: str, value: str) -> TemplateReview | None:
        found = [one for one in await self._listed() if one.get(field) == value and one.get("id")]
        return _review(found[0]) if found else None

    async def _listed(self) -> list[dict[str, Any]]:
        told = await self._call("GET", f"{_API}/template/list/{quote(self._credentials['app_name'], safe='')}")
        listed: Any = told.body.get("templates")
        return [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []

    async def _call(self, method: str, path: str, **content: Any) -> Answer:
        answer = await self._caller.call(method, path, **content)
        if not answer.is_success or answer.body.get("status") == "error":
            raise translated(answer)
        return answer


def _review(template: Mapping[str, Any]) -> TemplateReview:
    state = _STATES.get(str(template.get("status") or "").upper(), TemplateState.PENDING)
    reason = str(template.get("reason") or "") if state is not TemplateState.APPROVED else ""
    return TemplateReview(str(template["id"]), state, reason, str(template.get("category") or "").lower())


def _session(message: OutgoingMessage) -> dict[str, Any]:
    if message.buttons:
        shown = [{"type": "text", "title": title, "postbackText": title} for title in message.buttons]
        return {"type": "quick_reply", "content": {"type": "text", "text": message.text}, "options": shown}
    media = message.media or next((Media(kind_of(one.mime_type), one.url, one.name) for one in message.files), None)
    if media is None:
        return {"type": "text", "text": message.text}
    if media.kind == "image":
        return {"type": "image", "originalUrl": media.url, "previewUrl": media.url, "caption": message.text}
    if media.kind == "audio":
        return {"type": "audio", "url": media.url}
    kind = "file" if media.kind == "document" else media.kind
    named = {"filename": media.file_name} if media.file_name else {}
    return {"type": kind, "url": media.url, "caption": message.text, **named}


def _file(message: OutgoingMessage) -> dict[str, Any]:
    """The file in a template's header."""
    if message.media is None:
        return {}
    return {"type": message.media.kind, message.media.kind: {"link": message.media.url}}
