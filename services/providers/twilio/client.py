"""Sends WhatsApp messages through Twilio's own SDK."""

import json
from base64 import b64encode
from collections.abc import Collection, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from twilio.base.exceptions import TwilioException
from twilio.rest import Client
from twilio.rest.content.v1.content import ContentList
from twilio.rest.content.v1.content.approval_create import ApprovalCreateList

from services.core.settings import get_settings
from services.providers.base import Credentials, OutgoingMessage, Sent, TemplateReview, TemplateState
from services.providers.files import Door
from services.providers.twilio.errors import translated
from services.providers.twilio.transport import Transport
from services.providers.twilio.webhooks import REFERENCE, TwilioWebhooks

PREFIX = "whatsapp:"
LOOKED_AT = 50
CLOCK_SKEW = timedelta(seconds=5)
TEMPLATE_TYPE = "twilio/text"
_STATES = {
    "approved": TemplateState.APPROVED,
    "rejected": TemplateState.REJECTED,
    "paused": TemplateState.PAUSED,
    "disabled": TemplateState.DISABLED,
}


class Twilio(TwilioWebhooks):
    """One account. Values: `account_sid`, `auth_token`, `from` (E.164)."""

    can_look_up = True

    @classmethod
    def from_credentials(cls, credentials: Credentials) -> "Twilio":
        return cls(credentials)

    @cached_property
    def _client(self) -> Client:
        account = self._credentials
        transport = Transport(account.base_url, get_settings().provider_timeout_seconds)
        return Client(account["account_sid"], account["auth_token"], http_client=transport)

    async def send(self, message: OutgoingMessage) -> Sent:
        """A template when it names one, else free text, which WhatsApp takes only within 24 hours of an answer."""
        content: dict[str, Any] = {"body": message.text}
        if message.template_sid:
            content = {
                "content_sid": message.template_sid,
                "content_variables": json.dumps(dict(message.template_variables)),
            }
        urls = [one.url for one in message.files] + ([message.media.url] if message.media else [])
        if urls:
            content["media_url"] = urls
        if message.callback_url:
            content["status_callback"] = _with_reference(message.callback_url, message.reference)
        with _our_errors():
            made = await self._client.messages.create_async(
                to=PREFIX + message.recipient, from_=PREFIX + self._credentials["from"], **content
            )
        return Sent(str(made.sid))

    async def file(self, source: Mapping[str, Any]) -> bytes:
        """The address asks for the account's key, and leads on to where the file lies."""
        account = self._credentials
        login = b64encode(f"{account['account_sid']}:{account['auth_token']}".encode()).decode()
        door = Door("twilio", "Twilio", account, {"Authorization": f"Basic {login}"})
        return await door.read(str(source.get("url") or ""))

    async def look_up(self, message: OutgoingMessage, since: datetime, known: Collection[str] = ()) -> Sent | None:
        """Twilio keeps no reference of ours, so: same recipient, same text, the first since, not another message's."""
        with _our_errors():
            listed = await self._client.messages.list_async(to=PREFIX + message.recipient, limit=LOOKED_AT)
        for one in reversed(listed):  # Twilio lists the newest first
            made_at = one.date_created
            fresh = made_at is None or made_at >= since.replace(microsecond=0) - CLOCK_SKEW
            if fresh and one.sid not in known and one.direction != "inbound" and _same(one.body, message.text):
                return Sent(str(one.sid))
        return None

    async def test(self) -> str:
        """Reads the account, which needs the right key and costs nothing."""
        with _our_errors():
            account = await self._client.api.v2010.accounts(self._credentials["account_sid"]).fetch_async()
        return f"Connected to the Twilio account “{account.friendly_name}”."

    async def submit_template(self, name: str, body: str, examples: Mapping[str, str]) -> TemplateReview:
        """Content API: create the template, then ask WhatsApp to approve it."""
        wanted = ContentList.ContentCreateRequest(
            {
                "friendly_name": name,
                "language": "en",
                "variables": dict(examples),
                "types": {TEMPLATE_TYPE: {"body": body}},
            }
        )
        approval = ApprovalCreateList.ContentApprovalRequest({"name": name, "category": "MARKETING"})
        with _our_errors():
            made = await self._client.content.v1.contents.create_async(wanted)
            sid = str(made.sid)
            await self._client.content.v1.contents(sid).approval_create.create_async(approval)
        return await self.review_template(sid)

    async def review_template(self, sid: str) -> TemplateReview:
        with _our_errors():
            fetched = await self._client.content.v1.contents(sid).approval_fetch().fetch_async()
        review: dict[str, Any] = fetched.whatsapp or {}
        state = _STATES.get(str(review.get("status", "")), TemplateState.PENDING)
        reason, category = (str(review.get(name) or "") for name in ("rejection_reason", "category"))
        return TemplateReview(sid, state, reason, category.lower())


@contextmanager
def _our_errors() -> Any:
    try:
        yield
    except TwilioException as error:
        raise translated(error) from error


def _with_reference(url: str, reference: str) -> str:
    parts = urlsplit(url)
    query = urlencode([*parse_qsl(parts.query), (REFERENCE, reference)])
    return urlunsplit(parts._replace(query=query))


def _same(one: str | None, other: str) -> bool:
    return " ".join((one or "").split()) == " ".join(other.split())
