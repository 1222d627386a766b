"""What a simulated account of each provider is made of, and what the sandbox is told of it."""

import base64
import secrets
from collections.abc import Callable
from uuid import uuid4

from services.core.ids import new_secret
from services.models import Customer, Integration


def _domain(customer: Customer) -> str:
    return f"{customer.public_id[-10:]}.example"


def _twilio(customer: Customer) -> dict[str, str]:
    return {
        "account_sid": f"AC{secrets.token_hex(16)}",
        "auth_token": secrets.token_hex(16),
        "from": f"+1555{customer.id or 0:07d}",
    }


def _whatsapp_cloud(customer: Customer) -> dict[str, str]:
    return {
        "phone_number_id": str(10**14 + 2 * 10**13 + (customer.id or 0)),
        "business_account_id": str(10**14 + 3 * 10**13 + (customer.id or 0)),
        "access_token": f"EAA{new_secret(48)}",
        "app_secret": secrets.token_hex(16),
        "verify_token": new_secret(16),
        "from": f"+1556{customer.id or 0:07d}",
    }


def _gupshup(customer: Customer) -> dict[str, str]:
    name = f"sandbox{customer.id or 0}"
    return {"api_key": new_secret(32), "app_name": name, "app_id": str(uuid4()), "from": f"+1557{customer.id or 0:07d}"}


def _wati(customer: Customer) -> dict[str, str]:
    tenant = 300_000 + (customer.id or 0)
    return {
        "endpoint": f"https://live-mt-server.wati.io/{tenant}",
        "access_token": new_secret(48),
        "from": f"+1558{customer.id or 0:07d}",
    }


def _sendgrid(customer: Customer) -> dict[str, str]:
    domain = _domain(customer)
    return {"api_key": f"SG.{new_secret(48)}", "from": f"hello@{domain}", "reply_domain": f"reply.{domain}"}


def _resend(customer: Customer) -> dict[str, str]:
    domain = _domain(customer)
    return {
        "api_key": f"re_{new_secret(32)}",
        "from": f"hello@{domain}",
        "webhook_secret": f"whsec_{base64.b64encode(secrets.token_bytes(24)).decode()}",
        "reply_domain": f"in.{domain}",
    }


def _smtp(customer: Customer) -> dict[str, str]:
    """Where the simulated mail server listens is learned when the account is registered."""
    address = f"hello@mail.{_domain(customer)}"
    names = {"host": "127.0.0.1", "imap_host": "127.0.0.1", "username": address, "from": address}
    return {**names, "password": new_secret(24), "bounce_address": f"bounces@mail.{_domain(customer)}"}


def _meta(customer: Customer) -> dict[str, str]:
    return {
        "page_id": str(10**14 + (customer.id or 0)),
        "page_token": new_secret(),
        "app_secret": secrets.token_hex(16),
        "verify_token": new_secret(16),
    }


def _google_ads(_customer: Customer) -> dict[str, str]:
    return {"webhook_key": new_secret(24)}


def _places(_customer: Customer) -> dict[str, str]:
    return {"api_key": f"AIza{new_secret(32)}"}


def _openai(_customer: Customer) -> dict[str, str]:
    return {"api_key": f"sk-{new_secret(40)}"}


def _linkedin(customer: Customer) -> dict[str, str]:
    return {
        "account_id": str(5 * 10**8 + (customer.id or 0)),
        "access_token": new_secret(48),
        "client_secret": new_secret(16),
    }


def _apify(_customer: Customer) -> dict[str, str]:
    return {"token": f"apify_api_{secrets.token_hex(18)}"}


def _brightdata(_customer: Customer) -> dict[str, str]:
    return {"api_key": secrets.token_hex(32)}


MADE: dict[str, Callable[[Customer], dict[str, str]]] = {
    "twilio": _twilio,
    "whatsapp_cloud": _whatsapp_cloud,
    "gupshup": _gupshup,
    "wati": _wati,
    "sendgrid": _sendgrid,
    "resend": _resend,
    "smtp": _smtp,
    "meta": _meta,
    "google_ads": _google_ads,
    "places": _places,
    "openai": _openai,
    "linkedin": _linkedin,
    "apify": _apify,
    "brightdata": _brightdata,
}


BODIES: dict[str, Callable[[dict[str, str], Integration], dict[str, str]]] = {
    "twilio": lambda values, _: {
        "account": values["account_sid"],
        "secret": values["auth_token"],
        "address": values["from"],
    },
    "whatsapp_cloud": lambda values, _: {
        "account": values["phone_number_id"],
        "business": values["business_account_id"],
        "secret": values["app_secret"],
        "access_token": values["access_token"],
        "verify_token": values["verify_token"],
        "address": values["from"],
    },
    "gupshup": lambda values, _: {
        "account": values["app_name"],
        "business": values["app_id"],
        "secret": values["api_key"],
        "address": values["from"],
    },
    "wati": lambda values, _: {
        "account": values["endpoint"].rpartition("/")[2],
        "secret": values["access_token"],
        "address": values["from"],
    },
    "sendgrid": lambda values, row: {
        "account": row.public_id,
        "secret": values["api_key"],
        "address": values["from"],
    },
    "resend": lambda values, row: {
        "account": row.public_id,
        "secret": values["webhook_secret"],
        "access_token": values["api_key"],
        "address": values["from"],
    },
    "smtp": lambda values, _: {
        "account": values["username"],
        "secret": values["password"],
        "address": values["from"],
    },
    "meta": lambda values, _: {
        "account": values["page_id"],
        "secret": values["app_secret"],
        "access_token": values["page_token"],
        "verify_token": values["verify_token"],
    },
    "linkedin": lambda values, _: {
        "account": values["account_id"],
        "secret": values["client_secret"],
        "access_token": values["access_token"],
    },
    "google_ads": lambda values, row: {"account": row.public_id, "secret": values["webhook_key"]},
    "apify": lambda values, row: {"account": row.public_id, "secret": values["token"]},
    "brightdata": lambda values, row: {"account": row.public_id, "secret": values["api_key"]},
    "places": lambda values, row: {"account": row.public_id, "secret": values["api_key"]},
    "openai": lambda values, row: {"account": row.public_id, "secret": values["api_key"]},
}
