"""Webhooks as the providers post them: bodies, signatures and the addresses they go to."""

import base64
import hashlib
import hmac
import json
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import httpx
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from twilio.request_validator import RequestValidator

from leadgen_app.api import api
from services.core.crypto import encrypt
from services.core.scope import Scope
from services.core.settings import get_settings
from services.models import Integration
from tests import support

TWILIO_TOKEN = "twilio-token-of-the-tests"
LINKEDIN_SECRET = "linkedin-secret-of-the-tests"
APP_SECRET = "app-secret-of-the-tests"
SIGNING_KEY = ec.generate_private_key(ec.SECP256R1())
PUBLIC_KEY = base64.b64encode(
    SIGNING_KEY.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
).decode()


@dataclass(frozen=True)
class Post:
    """One request, ready to be sent."""

    path: str
    body: bytes
    headers: dict[str, str] = field(default_factory=dict)


def connect(scope: Scope, provider: str, values: dict[str, str], **columns: Any) -> Integration:
    """A connected account with these credentials."""
    return support.add_integration(scope, provider, credentials=encrypt(json.dumps(values)), **columns)


def connect_twilio(scope: Scope, token: str = TWILIO_TOKEN, **columns: Any) -> Integration:
    return connect(scope, "twilio", {"account_sid": "AC1", "auth_token": token, "from": "+14155238886"}, **columns)


def connect_sendgrid(scope: Scope, **columns: Any) -> Integration:
    values = {"api_key": "SG.1", "from": "hello@acme.example", "public_key": PUBLIC_KEY, "reply_domain": "r.example"}
    return connect(scope, "sendgrid", values, **columns)


def connect_meta(scope: Scope, page_id: str = "1001", secret: str = APP_SECRET, **columns: Any) -> Integration:
    values = {"page_id": page_id, "page_token": "page-token", "app_secret": secret, "verify_token": f"verify-{page_id}"}
    return connect(scope, "meta", values, external_id=page_id, **columns)


def connect_google(scope: Scope, key: str = "google-key", **columns: Any) -> Integration:
    return connect(scope, "google_ads", {"webhook_key": key}, **columns)


def connect_linkedin(scope: Scope, account_id: str = "5001", **columns: Any) -> Integration:
    values = {"account_id": account_id, "access_token": "token", "client_secret": LINKEDIN_SECRET}
    return connect(scope, "linkedin", values, external_id=account_id, **columns)


def twilio_post(account: Integration, fields: dict[str, str], token: str = TWILIO_TOKEN, query: str = "") -> Post:
    path = f"/api/webhooks/twilio/{account.endpoint_key}" + (f"?{query}" if query else "")
    signature = RequestValidator(token).compute_signature(get_settings().address + path, fields)
    headers = {"X-Twilio-Signature": signature, "Content-Type": "application/x-www-form-urlencoded"}
    return Post(path, urlencode(fields).encode(), headers)


def whatsapp_fields(sender: str, text: str, sid: str = "SM1", name: str = "Neha") -> dict[str, str]:
    return {
        "MessageSid": sid,
        "SmsStatus": "received",
        "From": f"whatsapp:{sender}",
        "To": "whatsapp:+14155238886",
        "Body": text,
        "ProfileName": name,
        "NumMedia": "0",
    }


def sendgrid_post(account: Integration, events: list[dict[str, Any]], at: int | None = None) -> Post:
    body, stamp = json.dumps(events).encode(), str(at or int(time.time()))
    signature = base64.b64encode(SIGNING_KEY.sign(stamp.encode() + body, ec.ECDSA(hashes.SHA256()))).decode()
    headers = {
        "X-Twilio-Email-Event-Webhook-Signature": signature,
        "X-Twilio-Email-Event-Webhook-Timestamp": stamp,
        "Content-Type": "application/json",
    }
    return Post(f"/api/webhooks/sendgrid/{account.endpoint_key}", body, headers)


def connect_cloud(scope: Scope, number: str, business: str, secret: str = APP_SECRET, **columns: Any) -> Integration:
    values = {"phone_number_id": number, "business_account_id": business, "app_secret": secret, "verify_token": "word"}
    return connect(scope, "whatsapp_cloud", values, external_id=number, **columns)


def cloud_post(entries: list[dict[str, Any]], secret: str = APP_SECRET) -> Post:
    return meta_post(entries, secret, "whatsapp_business_account", "whatsapp_cloud")


def cloud_entry(business: str, field: str, value: dict[str, Any], number: str = "") -> dict[str, Any]:
    named = {"metadata": {"phone_number_id": number, "display_phone_number": "1555"}} if number else {}
    return {"id": business, "time": int(time.time()), "changes": [{"field": field, "value": {**named, **value}}]}


def meta_post(
    entries: list[dict[str, Any]], secret: str = APP_SECRET, kind: str = "page", provider: str = "meta"
) -> Post:
    body = json.dumps({"object": kind, "entry": entries}).encode()
    signature = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    headers = {"X-Hub-Signature-256": f"sha256={signature}", "Content-Type": "application/json"}
    return Post(f"/api/webhooks/{provider}", body, headers)


def meta_entry(page_id: str, *lead_ids: str) -> dict[str, Any]:
    value = {"page_id": page_id, "form_id": "f1", "created_time": int(time.time())}
    changes = [{"field": "leadgen", "value": {**value, "leadgen_id": lead_id}} for lead_id in lead_ids]
    return {"id": page_id, "time": int(time.time()), "changes": changes}


def google_post(account: Integration, lead: dict[str, Any], key: str = "google-key") -> Post:
    body = json.dumps({"google_key": key, "api_version": "1.0", "form_id": 4_000, **lead}).encode()
    return Post(f"/api/webhooks/google_ads/{account.endpoint_key}", body, {"Content-Type": "application/json"})


def linkedin_post(
    account: Integration, lead_id: str = "9bcd-4", action: str = "CREATED", secret: str = LINKEDIN_SECRET
) -> Post:
    event = {
        "type": "LEAD_ACTION",
        "leadGenFormResponse": f"urn:li:leadGenFormResponse:{lead_id}",
        "leadGenForm": "urn:li:versionedLeadGenForm:(urn:li:leadGenForm:3162,1)",
        "owner": {"sponsoredAccount": f"urn:li:sponsoredAccount:{account.external_id}"},
        "leadType": "SPONSORED",
        "leadAction": action,
        "occurredAt": int(time.time() * 1000),
    }
    body = json.dumps(event).encode()
    signature = hmac.new(secret.encode(), b"hmacsha256=" + body, hashlib.sha256).hexdigest()
    headers = {"X-LI-Signature": signature, "Content-Type": "application/json"}
    return Post(f"/api/webhooks/linkedin/{account.endpoint_key}", body, headers)


def google_lead(lead_id: str = "g1", **answers: str) -> dict[str, Any]:
    filled = {"FULL_NAME": "Asha Rao", "PHONE_NUMBER": "+919812345678", "EMAIL": "asha@rao.example", **answers}
    columns = [{"column_id": name, "string_value": value} for name, value in filled.items()]
    return {"lead_id": lead_id, "user_column_data": columns}


def web() -> httpx.AsyncClient:
    """The product's own HTTP routes, called in this process."""
    return httpx.AsyncClient(transport=httpx.ASGITransport(app=api), base_url=get_settings().address)


async def send(*posts: Post) -> list[int]:
    """The status codes, one after another."""
    async with web() as client:
        return [(await client.post(post.path, content=post.body, headers=post.headers)).status_code for post in posts]
