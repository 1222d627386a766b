"""An account at the sandbox's mail server."""

import httpx

from services.providers.base import Credentials, OutgoingMessage
from tests.towns import Town

ADDRESS = "hello@acme.example"
PASSWORD = "a-long-password"
PRIYA = "priya@clinic.example"


def mail_account(town: Town, **changes: str) -> Credentials:
    """Registered, with the ports that the sandbox listens on."""
    body = {"provider": "smtp", "account": ADDRESS, "secret": PASSWORD, "address": ADDRESS}
    answer = httpx.post(f"{town.address}/sandbox/control/accounts", json=body)
    answer.raise_for_status()
    ports = {"port": str(answer.json()["smtp_port"]), "imap_port": str(answer.json()["imap_port"])}
    names = {"host": "127.0.0.1", "imap_host": "127.0.0.1", "username": ADDRESS, "password": PASSWORD}
    values = {**names, **ports, "from": ADDRESS, "from_name": "Acme", "bounce_address": "bounces@acme.example"}
    return Credentials("", {**values, **changes}, is_sandbox=True)


def reference(number: int) -> str:
    return f"om_{number:026d}"


def letter(number: int = 1, recipient: str = PRIYA, **changes: str) -> OutgoingMessage:
    return OutgoingMessage(reference(number), recipient, f"Grüß Gott {number}\n.\nBye", subject="Namasté", **changes)
