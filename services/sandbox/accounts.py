"""The customers' accounts at the simulated providers, registered through the control API."""

import base64
import hmac
import json
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from services.sandbox.journal import Journal


@dataclass(frozen=True)
class Account:
    """`account` is the provider's own id; `customer` joins accounts of one business across providers."""

    provider: str
    account: str
    secret: str = ""
    address: str = ""
    webhook_url: str = ""
    customer: str = ""
    access_token: str = ""
    verify_token: str = ""
    private_key: str = field(default="", repr=False)
    public_key: str = ""
    form_id: str = ""
    business: str = ""  # WhatsApp: the business account that owns the number

    @property
    def circle(self) -> str:
        """Whose conversations these are: a person who said stop is silent within one circle."""
        return self.customer or self.account

    def has_secret(self, secret: str) -> bool:
        return hmac.compare_digest(self.secret.encode(), secret.encode())


class Accounts:
    """All registered accounts, in memory over the journal."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._known: dict[tuple[str, str], Account] = {}

    async def load(self) -> None:
        for row in await self._journal.rows("SELECT * FROM account"):
            self._known[row["provider"], row["account"]] = Account(**json.loads(row["data"]))

    def get(self, provider: str, account: str) -> Account | None:
        return self._known.get((provider, account))

    def of(self, provider: str) -> list[Account]:
        return [known for (name, _), known in self._known.items() if name == provider]

    def all(self) -> list[Account]:
        return list(self._known.values())

    def by_token(self, token: str, provider: str = "meta") -> Account | None:
        """The page or account that `token` was given to."""
        return next((known for known in self.of(provider) if token and known.access_token == token), None)

    def by_secret(self, provider: str, secret: str) -> Account | None:
        """The account that an API key belongs to."""
        return next((known for known in self.of(provider) if secret and known.has_secret(secret)), None)

    async def register(self, wanted: Account) -> tuple[Account, bool]:
        """Store or refresh an account; keys once made are kept. Answers it and whether it is new."""
        known = self.get(wanted.provider, wanted.account)
        merged = replace(wanted, form_id=wanted.form_id or (known.form_id if known else ""), **_keys(wanted, known))
        self._known[merged.provider, merged.account] = merged  # first: whoever registers it meanwhile gets these keys
        await self._journal.execute(
            "INSERT INTO account VALUES (?, ?, ?) ON CONFLICT (provider, account) DO UPDATE SET data = excluded.data",
            merged.provider,
            merged.account,
            json.dumps(asdict(merged)),
        )
        return merged, known is None

    async def forget_all(self) -> None:
        await self._journal.execute("DELETE FROM account")
        self._known.clear()


def _keys(wanted: Account, known: Account | None) -> dict[str, Any]:
    if wanted.provider != "sendgrid":
        return {}
    if known:
        return {"private_key": known.private_key, "public_key": known.public_key}
    private = ec.generate_private_key(ec.SECP256R1())
    pem = private.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    public = private.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return {"private_key": pem.decode(), "public_key": base64.b64encode(public).decode()}
