"""Sends WhatsApp messages through WATI's REST API, in which every customer has an endpoint of their own."""

import asyncio
from collections.abc import Collection, Mapping
from datetime import datetime
from functools import cached_property
from typing import Any
from urllib.parse import quote, urlsplit

import aiohttp

from services.core.errors import ProviderRefused, Refusal
from services.providers.base import Credentials, OutgoingMessage, Sent, TemplateReview, TemplateState
from services.providers.enclosed import seconds_for
from services.providers.exchange import Answer, Caller
from services.providers.files import Door
from services.providers.wati.errors import NAME, NOT_ON_WHATSAPP, TITLE, translated
from services.providers.wati.webhooks import WatiWebhooks

VENDOR_URL = "https://live-mt-server.wati.io"
_VENDORS = ".wati.io"
_PAGE = 100
_STATES = {
    "APPROVED": TemplateState.APPROVED,
    "REJECTED": TemplateState.REJECTED,
    "PAUSED": TemplateState.PAUSED,
    "DISABLED": TemplateState.DISABLED,
}


class Wati(WatiWebhooks):
    """One account. Values: `endpoint` (as WATI shows it), `access_token`, `from` (E.164)."""

    can_look_up = False

    @classmethod
    def from_credentials(cls, credentials: Credentials) -> "Wati":
        return cls(credentials)

    @cached_property
    def _caller(self) -> Caller:
        """Raises ProviderRefused for an endpoint that is not WATI's: the token must go nowhere else."""
        account = self._credentials
        token = account["access_token"].removeprefix("Bearer").strip()
        endpoint = urlsplit(account["endpoint"])
        base = account.base_url
        if base == VENDOR_URL:
            if endpoint.scheme != "https" or not (endpoint.hostname or "").endswith(_VENDORS):
                words = "The API endpoint is an address at wati.io. Copy it from WATI's API page."
                raise ProviderRefused(NAME, words, "endpoint", Refusal.ACCOUNT)
            base = f"https://{endpoint.hostname}"
        return Caller(NAME, TITLE, base + endpoint.path.rstrip("/"), {"Authorization": f"Bearer {token}"})

    async def send(self, message: OutgoingMessage) -> Sent:
        """200 means taken by WATI; what becomes of it is posted under the local message id."""
        number = message.recipient.removeprefix("+")
        if message.template_sid:
            values = [{"name": name, "value": value} for name, value in message.template_variables.items()]
            wanted = {
                "template_name": message.template_sid,
                "broadcast_name": message.reference,
                "parameters": values,
            }
            path = "/api/v2/sendTemplateMessage"
            return _sent(await self._call("POST", path, params={"whatsappNumber": number}, json=wanted))
        if message.buttons:
            asked = {"body": message.text, "buttons": [{"text": title} for title in message.buttons]}
            path = "/api/v1/sendInteractiveButtonsMessage"
            return _sent(await self._call("POST", path, params={"whatsappNumber": number}, json=asked))
        if message.media:
            file = {"fileUrl": message.media.url, "caption": message.text}
            return _sent(await self._call("POST", f"/api/v1/sendSessionFileViaUrl/{number}", params=file))
        if message.files:
            return await self._send_file(number, message)
        text = {"messageText": message.text}
        return _sent(await self._call("POST", f"/api/v1/sendSessionMessage/{number}", params=text))

    async def _send_file(self, number: str, message: OutgoingMessage) -> Sent:
        """One call uploads and sends."""
        file, form = message.files[0], aiohttp.FormData(quote_fields=False)
        content = await asyncio.to_thread(file.path.read_bytes)
        form.add_field("file", content, filename=file.name, content_type=file.mime_type)
        caption = {"caption": message.text} if message.text else {}
        path, longer = f"/api/v1/sendSessionFile/{number}", seconds_for(message.files)
        return _sent(await self._call("POST", path, params=caption, data=form, longer=longer))

    async def file(self, source: Mapping[str, Any]) -> bytes:
        """WATI hands a file over by its name within the account."""
        door = Door(NAME, TITLE, self._credentials, self._caller.headers)
        name = quote(str(source.get("id") or ""), safe="")
        return await door.read(f"{self._caller.base_url}/api/v1/getMedia?fileName={name}")

    async def look_up(self, message: OutgoingMessage, since: datetime, known: Collection[str] = ()) -> Sent | None:
        """WATI's list of messages keeps no reference of ours."""
        del message, since, known
        raise ProviderRefused(NAME, "WATI cannot be asked about a message.", "no_look_up")

    async def test(self) -> str:
        """Reads a page of templates, which needs the right token and endpoint."""
        listed = await self._listed()
        return f"Connected to WATI with {len(listed)} templates." if listed else "Connected to WATI."

    async def submit_template(self, name: str, body: str, examples: Mapping[str, str]) -> TemplateReview:
        """The name is what messages call it by, and variables are parameters named by their numbers."""
        wanted = {
            "type": "template",
            "category": "MARKETING",
            "elementName": name,
            "language": "en",
            "body": body,
            "customParams": [{"paramName": number, "paramValue": value} for number, value in examples.items()],
        }
        try:
            told = await self._call("POST", "/api/v1/whatsApp/templates", json=wanted)
        except ProviderRefused:
            found = await self._filed(name)  # it may be there: filed before, and never answered
            if found is None:
                raise
            return found
        made = told.body.get("template")
        return _review(name, made if isinstance(made, dict) else {})

    async def review_template(self, sid: str) -> TemplateReview:
        found = await self._filed(sid)
        if found is None:
            raise ProviderRefused(NAME, "WATI does not know this template any more.", "404", Refusal.TEMPLATE)
        return found

    async def _filed(self, name: str) -> TemplateReview | None:
        found = [one for one in await self._listed() if one.get("elementName") == name]
        return _review(name, found[0]) if found else None

    async def _listed(self) -> list[dict[str, Any]]:
        """All pages of templates."""
        found: list[dict[str, Any]] = []
        for page in range(1, _PAGE):
            asked = {"pageSize": str(_PAGE), "pageNumber": str(page)}
            told = await self._call("GET", "/api/v1/getMessageTemplates", params=asked)
            listed: Any = told.body.get("messageTemplates")
            fresh = [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
            found += fresh
            if len(fresh) < _PAGE:
                break
        return found

    async def _call(self, method: str, path: str, **content: Any) -> Answer:
        """WATI answers 200 with `result: false`, so the body decides."""
        answer = await self._caller.call(method, path, **content)
        if not answer.is_success or answer.body.get("result") in (False, "failed", "error"):
            raise translated(answer)
        return answer


def _sent(answer: Answer) -> Sent:
    """A template's answer lists its receivers, a session message's tells of one."""
    told = answer.body.get("receivers")
    first = told[0] if isinstance(told, list) and told and isinstance(told[0], dict) else {}
    if first.get("isValidWhatsAppNumber") is False:
        raise NOT_ON_WHATSAPP.error(NAME, str(answer.status))
    message = answer.body.get("message")
    made = first or (message if isinstance(message, dict) else answer.body)
    provider_id = made.get("localMessageId") or made.get("id")
    if not provider_id:
        raise translated(answer)
    return Sent(str(provider_id))


def _review(name: str, told: Mapping[str, Any]) -> TemplateReview:
    state = _STATES.get(str(told.get("status") or "").upper(), TemplateState.PENDING)
    reason = str(told.get("rejectedReason") or "") if state is not TemplateState.APPROVED else ""
    return TemplateReview(name, state, reason, str(told.get("category") or "").lower())
