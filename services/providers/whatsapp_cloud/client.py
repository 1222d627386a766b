"""Sends WhatsApp messages through Meta's Cloud API, and files templates for its review."""

import asyncio
from collections.abc import Collection, Mapping
from datetime import datetime
from functools import cached_property
from typing import Any
from urllib.parse import quote

import aiohttp

from services.core.errors import ProviderDown, ProviderRefused, ProviderUnsure, Refusal
from services.providers.base import Credentials, OutgoingMessage, Sent, TemplateReview, TemplateState
from services.providers.enclosed import seconds_for
from services.providers.exchange import Caller
from services.providers.files import Door
from services.providers.rating import Rating
from services.providers.whatsapp.texts import in_order
from services.providers.whatsapp_cloud.errors import NAME, TITLE, translated
from services.providers.whatsapp_cloud.messages import LANGUAGE, body_of
from services.providers.whatsapp_cloud.notices import rating_of
from services.providers.whatsapp_cloud.webhooks import WhatsAppCloudWebhooks

VERSION = "v26.0"
_FILE_HOSTS = ("fbsbx.com", "fbcdn.net", "whatsapp.net")
_LONGEST_NAME = 64  # of a template, as far as we keep names
_ENDING = 13  # what makes a template's name unique
_STATES = {
    "APPROVED": TemplateState.APPROVED,
    "REJECTED": TemplateState.REJECTED,
    "PAUSED": TemplateState.PAUSED,
    "DISABLED": TemplateState.DISABLED,
}
_REASONS = {"PAUSED": "WhatsApp paused it because people did not like it.", "DISABLED": "WhatsApp disabled it."}


class WhatsAppCloud(WhatsAppCloudWebhooks):
    """One number. Values: `phone_number_id`, `business_account_id`, `access_token`, `app_secret`, `verify_token`,
    `from` (E.164)."""

    can_look_up = False

    @classmethod
    def from_credentials(cls, credentials: Credentials) -> "WhatsAppCloud":
        return cls(credentials)

    @cached_property
    def _graph(self) -> Caller:
        account = self._credentials
        headers = {"Authorization": f"Bearer {account['access_token']}"}
        return Caller(NAME, TITLE, f"{account.base_url}/{VERSION}", headers)

    async def send(self, message: OutgoingMessage) -> Sent:
        """A 200 is acceptance alone: what becomes of it is posted under our reference."""
        number = self._credentials["phone_number_id"]
        media_id = await self._upload(message) if message.files else ""
        told = await self._call("POST", f"/{number}/messages", json=body_of(message, media_id))
        match told.get("messages"):
            case [{"id": str(provider_id)}, *_]:
                return Sent(provider_id)
        raise ProviderRefused(NAME, "WhatsApp took the message without giving it an id.", "no_id")

    async def _upload(self, message: OutgoingMessage) -> str:
        """Meta's id of the file. Nothing is sent by this: whatever goes wrong, the message did not go out."""
        file = message.files[0]
        form = aiohttp.FormData({"messaging_product": "whatsapp", "type": file.mime_type}, quote_fields=False)
        content = await asyncio.to_thread(file.path.read_bytes)
        form.add_field("file", content, filename=file.name, content_type=file.mime_type)
        path, longer = f"/{self._credentials['phone_number_id']}/media", seconds_for(message.files)
        try:
            told = await self._call("POST", path, data=form, longer=longer)
        except ProviderUnsure as error:
            raise ProviderDown(NAME, "WhatsApp did not take the file. We will try again.", error.code) from error
        return str(told.get("id") or "")

    async def file(self, source: Mapping[str, Any]) -> bytes:
        """Graph tells the address of a file by its id; both are asked for with the token."""
        door = Door(NAME, TITLE, self._credentials, self._graph.headers, *_FILE_HOSTS)
        url = str(source.get("url") or "")
        if source.get("id"):
            url = str((await door.json(f"{self._graph.base_url}/{quote(str(source['id']), safe='')}")).get("url") or "")
        return await door.read(url)

    async def look_up(self, message: OutgoingMessage, since: datetime, known: Collection[str] = ()) -> Sent | None:
        """Meta shows no message that was sent; its status webhook, which bears our reference, is all there is."""
        del message, since, known
        raise ProviderRefused(NAME, "WhatsApp cannot be asked about a message. Its report will tell.", "no_look_up")

    async def test(self) -> str:
        """Reads the number's name and quality, and one template, which the business account must own."""
        fields = {"fields": "display_phone_number,verified_name,quality_rating"}
        number = await self._call("GET", f"/{self._credentials['phone_number_id']}", params=fields)
        await self._call("GET", self._templates, params={"limit": "1", "fields": "name"})
        name = number.get("verified_name") or "WhatsApp"
        quality = {"RED": " Its quality is low: write to fewer people.", "YELLOW": " Its quality is medium."}
        words = f"Connected to “{name}”, {number.get('display_phone_number') or self._credentials['from']}."
        return words + quality.get(str(number.get("quality_rating")), "")

    async def rating(self) -> Rating:
        """What WhatsApp thinks of the number now: webhooks tell of changes, and one of them can be lost."""
        fields = {"fields": "quality_rating,whatsapp_business_manager_messaging_limit"}
        return rating_of(await self._call("GET", f"/{self._credentials['phone_number_id']}", params=fields))

    @property
    def _templates(self) -> str:
        return f"/{self._credentials['business_account_id']}/message_templates"

    async def submit_template(self, name: str, body: str, examples: Mapping[str, str]) -> TemplateReview:
        """One call creates it and asks for its review; the name is what messages call it by."""
        wire_name = name if len(name) <= _LONGEST_NAME else name[: _LONGEST_NAME - _ENDING] + name[-_ENDING:]
        shown: dict[str, Any] = {"type": "BODY", "text": body}
        if examples:
            shown["example"] = {"body_text": [in_order(examples)]}
        wanted = {
            "name": wire_name,
            "language": LANGUAGE,
            "category": "MARKETING",
            "parameter_format": "positional",
            "components": [shown],
        }
        try:
            return _review(wire_name, await self._call("POST", self._templates, json=wanted))
        except ProviderRefused:
            found = await self._filed(wire_name)  # it may be there: filed before, and never answered
            if found is None:
                raise
            return found

    async def review_template(self, sid: str) -> TemplateReview:
        found = await self._filed(sid)
        if found is None:
            raise ProviderRefused(NAME, "WhatsApp does not know this template any more.", "132001", Refusal.TEMPLATE)
        return found

    async def _filed(self, name: str) -> TemplateReview | None:
        asked = {"name": name, "fields": "name,status,category,language,rejected_reason", "limit": "100"}
        told = await self._call("GET", self._templates, params=asked)
        listed: Any = told.get("data") or []
        found = [one for one in listed if isinstance(one, dict) and one.get("name") == name]
        return _review(name, found[0]) if found else None

    async def _call(self, method: str, path: str, **content: Any) -> Mapping[str, Any]:
        """Graph answers 200 with an `error` now and then, so the body decides. Raises ProviderDown, ProviderUnsure or
        ProviderRefused."""
        answer = await self._graph.call(method, path, **content)
        if not answer.is_success or "error" in answer.body:
            raise translated(answer)
        if not answer.body and method == "GET":
            raise ProviderDown(NAME, "WhatsApp sent no usable answer.", str(answer.status))
        return answer.body


def _review(sid: str, told: Mapping[str, Any]) -> TemplateReview:
    status = str(told.get("status") or "").upper()
    reason = str(told.get("rejected_reason") or "")
    words = _REASONS.get(status, "" if reason in {"", "NONE"} else reason.replace("_", " ").capitalize())
    category = str(told.get("category") or "").lower()
    return TemplateReview(sid, _STATES.get(status, TemplateState.PENDING), words, category)
