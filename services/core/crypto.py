"""Secrets at rest and signed tokens in links."""

import base64
import hashlib
import hmac
import os
from functools import cache
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from services.core.errors import Invalid
from services.core.ids import new_secret
from services.core.settings import DATA, get_settings

KEY_FILE = "secret.key"


def _key_from_file(folder: Path) -> str:
    """The machine's own key, made on first use, readable by its owner alone."""
    path = folder / KEY_FILE
    folder.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(handle, "w") as file:
        file.write(new_secret())
    return path.read_text().strip()


@cache
def secret_keys() -> tuple[str, ...]:
    """`LEADGEN_SECRET_KEY`, newest first, comma-separated; else the key file beside the database."""
    configured = get_settings().secret_key.get_secret_value()
    keys = tuple(key.strip() for key in configured.split(",") if key.strip())
    return keys or (_key_from_file(DATA),)


@cache
def _cipher() -> MultiFernet:
    digests = (hashlib.sha256(b"leadgen-at-rest:" + key.encode()).digest() for key in secret_keys())
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])


def encrypt(text: str) -> str:
    """Fernet token under the newest key."""
    return _cipher().encrypt(text.encode()).decode()


def decrypt(token: str) -> str:
    """The text of `token`; raises Invalid when no configured key opens it."""
    try:
        return _cipher().decrypt(token.encode()).decode()
    except InvalidToken:
        raise Invalid("Stored credentials cannot be opened with the configured secret key.") from None


def _signature(purpose: str, value: str, key: str) -> str:
    digest = hmac.new(key.encode(), f"{purpose}:{value}".encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest[:18]).decode()


def sign(purpose: str, value: str) -> str:
    """`value.signature` for a link; `value` must not contain a dot."""
    return f"{value}.{_signature(purpose, value, secret_keys()[0])}"


def unsign(purpose: str, token: str) -> str | None:
    """The value of a token that any configured key signed for `purpose`, else None.

    A dash at the end may be missing: mail programs that find links in plain text leave it out (Thunderbird does).
    """
    value, _, signature = token.encode("utf-8", "replace").decode().rpartition(".")
    given = signature.rstrip("-").encode()
    wanted = (_signature(purpose, value, key).rstrip("-").encode() for key in secret_keys())
    return value if value and any(hmac.compare_digest(one, given) for one in wanted) else None


def fingerprint(value: str) -> str:
    """Keyed hash of a normalised address, so that a suppression survives an erasure."""
    return hmac.new(secret_keys()[-1].encode(), value.encode(), hashlib.sha256).hexdigest()
