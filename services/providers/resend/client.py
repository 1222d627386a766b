"""Sends e-mail through Resend's HTTP API, each under an idempotency key of ours."""

import json
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from email.utils import formataddr, parseaddr
from typing import Any
from urllib.parse import quote

import httpx

from services.core.errors import ProviderRefused
from services.providers.base import Credentials, OutgoingMessage, Sent
from services.providers.calendars import INVITATION_NAME, calendar_type, encoded
from services.providers.enclosed import made_with, seconds_for
from services.providers.files import Door
from services.providers.http import JsonApi, parsed
from services.providers.mail import Letter, beside_files, extra_headers, lowered, readable, reply
from services.providers.mime import shown_as
from services.providers.resend.errors import NAME, refusal
from services.providers.resend.webhooks import REFERENCE, ResendWebhooks, time_of

VENDOR_URL = "https://api.resend.com"
PAGE = 100
MOST_PAGES = 20  # of 100: what an account sends within a minute or two
CLOCK_SKEW = timedelta(seconds=5)


class Resend(ResendWebhooks):
    """One account. Values: `api_key`, `from`, `from_name`, `webhook_secret`, `reply_domain`."""

    can_look_up = True

    @classmethod
    def from_credentials(cls, credentials: Credentials) -> "Resend":
        return cls(credentials)

    @property
    def _api(self) -> JsonApi:
        headers = {"Authorization": f"Bearer {self._credentials['api_key']}", "Accept": "application/json"}
        return JsonApi(NAME, "Resend", self._credentials.base_url or VENDOR_URL, headers)

    async def send(self, message: OutgoingMessage) -> Sent:
        """Under the message's reference as key: within a day, Resend sends the same key once."""
        body = await made_with(message.files, lambda: mail_body(message, self._credentials))
        content = json.dumps(body).encode()
        headers = {"Idempotency-Key": message.reference, "Content-Type": "application/json"}
        api = replace(self._api, longer=seconds_for(message.files))
        made = self._read(await api.send("POST", "/emails", content=content, **headers))
        return Sent(str(made.get("id") or message.reference))

    async def look_up(self, message: OutgoingMessage, since: datetime, known: Collection[str] = ()) -> Sent | None:
        """The account's list, newest first, back to `since`; our reference is among the tags of each email."""
        after = ""
        for _ in range(MOST_PAGES):
            listed = await self._get(f"/emails?limit={PAGE}{after}")
            rows = [row for row in listed.get("data") or [] if isinstance(row, dict)]
            for row in rows:
                if time_of(row.get("created_at"), since) < since - CLOCK_SKEW:
                    return None
                if row.get("id") not in known and message.recipient in (row.get("to") or []):
                    email = await self._get(f"/emails/{quote(str(row['id']), safe='')}")
                    if _reference(email) == message.reference:
                        return Sent(str(row["id"]))
            if not rows or not listed.get("has_more"):
                return None
            after = f"&after={quote(str(rows[-1]['id']), safe='')}"
        return None

    async def test(self) -> str:
        """Reads the account's domains; a key that may only send cannot, and says so."""
        try:
            listed = await self._get("/domains")
        except ProviderRefused as error:
            if error.code == "restricted_api_key":
                return "Connected to Resend: the key may send email."
            raise
        domain = self._credentials["from"].partition("@")[2].lower()
        known = {str(row.get("name")).lower(): row.get("status") for row in listed.get("data") or []}
        if known.get(domain) != "verified":
            return f"Connected to Resend, but {domain} is not verified there yet: add its DNS records."
        return f"Connected to Resend: {domain} is verified."

    async def read_reply(self, data: Mapping[str, Any]) -> Mapping[str, Any]:
        """The email that `email.received` only named."""
        path = f"/emails/receiving/{quote(str(data['email_id']), safe='')}"
        email = await self._get(path)
        given = email.get("headers")
        headers = {**lowered((given if isinstance(given, dict) else {}).items())}
        headers["message-id"] = str(email.get("message_id") or headers.get("message-id", ""))
        name, sender = parseaddr(str(email.get("from") or data["sender"]))
        html = str(email.get("html") or "")
        text = readable(str(email.get("text") or ""), html)
        to = (str(data["recipient"]), *(str(one) for one in email.get("to") or []))
        at = datetime.fromisoformat(str(data["at"]))
        told = reply(Letter(sender, name, to, str(email.get("subject") or ""), text, at, headers)).data
        files = files_named(self._api.base_url + path, email, html)
        return {**told, "files": files, **beside_files(text, html, {one["cid"] for one in files})} if files else told

    async def file(self, source: Mapping[str, Any]) -> bytes:
        """Resend tells where a file lies for an hour; that address needs no key."""
        door = Door(NAME, "Resend", self._credentials, self._api.headers)
        where = await door.json(str(source.get("url") or ""))
        return await door.read(str(where.get("download_url") or ""))

    async def _get(self, path: str) -> dict[str, Any]:
        return self._read(await self._api.send("GET", path))

    def _read(self, answer: httpx.Response) -> dict[str, Any]:
        if not answer.is_success:
            raise refusal(answer)
        body = parsed(answer)
        if not isinstance(body, dict):
            raise self._api.unreadable(answer)
        return body


def mail_body(message: OutgoingMessage, account: Credentials) -> dict[str, Any]:
    """The body of `POST /emails`. The one tag is our reference: it comes back with every event."""
    body: dict[str, Any] = {
        "from": formataddr((account["from_name"], account["from"])),
        "to": [message.recipient],
        "subject": message.subject or "Hello",
        "text": message.text,
        "headers": extra_headers(message, account["from"]),
        "tags": [{"name": REFERENCE, "value": message.reference}],
    }
    if message.html:
        body["html"] = message.html
    attached = [
        {"filename": one.name, "content": one.encoded(), "content_type": one.mime_type} for one in message.files
    ]
    if message.calendar:
        kind = calendar_type(message.calendar)
        attached.append({"filename": INVITATION_NAME, "content": encoded(message.calendar), "content_type": kind})
    if attached:
        body["attachments"] = attached
    if message.reply_to:
        body["reply_to"] = [message.reply_to]
    return body


def files_named(path: str, email: Mapping[str, Any], html: str) -> list[dict[str, str]]:
    """The files of a received e-mail, each with its address at Resend; `cid` where the HTML shows it."""
    listed, shown = email.get("attachments"), html.lower()
    found = []
    for one in listed if isinstance(listed, list) else []:
        if isinstance(one, dict) and one.get("id"):
            content_id = shown_as(one.get("content_id"), shown)
            where = f"{path}/attachments/{quote(str(one['id']), safe='')}"
            name = str(one.get("filename") or "")
            found.append({"name": name, "url": where, "cid": content_id})
    return found


def _reference(email: Mapping[str, Any]) -> str:
    tags = [tag for tag in email.get("tags") or [] if isinstance(tag, dict)]
    return next((str(tag.get("value")) for tag in tags if tag.get("name") == REFERENCE), "")
