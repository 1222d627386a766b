"""Sends e-mail through SendGrid's own SDK, which is synchronous: its calls run on threads of their own."""

import asyncio
from collections.abc import Callable, Collection
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from functools import cache
from typing import Any, TypeVar

from python_http_client.exceptions import HTTPError
from sendgrid import SendGridAPIClient

from services.core.settings import get_settings
from services.providers.base import Credentials, OutgoingMessage, Sent
from services.providers.calendars import INVITATION_NAME, calendar_type, encoded
from services.providers.enclosed import made_with, seconds_for
from services.providers.mail import extra_headers
from services.providers.sendgrid.errors import LOST, translated
from services.providers.sendgrid.webhooks import REFERENCE, SendGridWebhooks

VENDOR_URL = "https://api.sendgrid.com"
THREADS = 16
T = TypeVar("T")


@cache
def _threads() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(THREADS, thread_name_prefix="sendgrid")


class SendGrid(SendGridWebhooks):
    """One account. Values: `api_key`, `from`, `from_name`, `public_key` (event webhook), `reply_domain`."""

    can_look_up = True

    @classmethod
    def from_credentials(cls, credentials: Credentials) -> "SendGrid":
        return cls(credentials)

    async def send(self, message: OutgoingMessage) -> Sent:
        body = await made_with(message.files, lambda: mail_body(message, self._credentials))
        seconds = _timeout() + seconds_for(message.files)
        answer = await self._call(lambda client: client.mail.send.post(request_body=body, timeout=seconds))
        return Sent(str(answer.headers.get("X-Message-Id") or message.reference))

    async def look_up(self, message: OutgoingMessage, since: datetime, known: Collection[str] = ()) -> Sent | None:
        """Email Activity, by our reference among the unique arguments; refused where the account lacks that add-on."""
        del since, known  # the reference is unique: nothing else narrows the search
        query = {"query": f'(unique_args["{REFERENCE}"]="{message.reference}")', "limit": "1"}
        answer = await self._call(lambda client: client.messages.get(query_params=query, timeout=_timeout()))
        found = (answer.to_dict or {}).get("messages") or []
        return Sent(str(found[0]["msg_id"]).partition(".")[0]) if found else None

    async def test(self) -> str:
        """Reads the key's permissions; a key that may not send is told so."""
        answer = await self._call(lambda client: client.scopes.get(timeout=_timeout()))
        if "mail.send" not in ((answer.to_dict or {}).get("scopes") or []):
            return "Connected to SendGrid, but this key may not send email: give it the Mail Send permission."
        return "Connected to SendGrid: the key may send email."

    async def _call(self, work: Callable[[Any], T]) -> T:
        """Raises ProviderDown, ProviderUnsure or ProviderRefused."""
        client = SendGridAPIClient(self._credentials["api_key"], host=self._credentials.base_url or VENDOR_URL).client
        try:
            return await asyncio.get_running_loop().run_in_executor(_threads(), work, client)
        except (HTTPError, *LOST) as error:
            raise translated(error) from error


def _timeout() -> float:
    return get_settings().provider_timeout_seconds


# Whatever the account says: the campaign decides, and SendGrid's own links would hide ours.
_NOT_TRACKED = ("click_tracking", "open_tracking", "subscription_tracking")


def mail_body(message: OutgoingMessage, account: Credentials) -> dict[str, Any]:
    """The v3 body. Only our reference goes into `custom_args`: SendGrid keeps those as not personal."""
    headers = extra_headers(message, account["from"])
    content = [{"type": "text/plain", "value": message.text}]
    if message.html:
        content.append({"type": "text/html", "value": message.html})
    if message.calendar:
        content.append({"type": calendar_type(message.calendar), "value": message.calendar.text})
    body: dict[str, Any] = {
        "personalizations": [{"to": [_person(message.recipient, message.recipient_name)]}],
        "from": _person(account["from"], account["from_name"]),
        "subject": message.subject or "Hello",
        "content": content,
        "headers": headers,
        "custom_args": {REFERENCE: message.reference},
        "tracking_settings": {name: {"enable": False} for name in _NOT_TRACKED},
    }
    attached = [
        {"type": one.mime_type, "filename": one.name, "content": one.encoded(), "disposition": "attachment"}
        for one in message.files
    ]
    if message.calendar:
        attached.append({"type": "application/ics", "filename": INVITATION_NAME, "content": encoded(message.calendar)})
    if attached:
        body["attachments"] = attached
    if message.reply_to:
        body["reply_to"] = {"email": message.reply_to}
    return body


def _person(email: str, name: str) -> dict[str, str]:
    return {"email": email, "name": name} if name else {"email": email}
