"""Ids that leave the system: sortable, unguessable; and secrets, stored only as hashes."""

import hashlib
import secrets

from uuid_utils import uuid7

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"


def new_id(prefix: str) -> str:
    """`prefix_` and 26 characters of a UUIDv7 (RFC 9562) in Crockford's base 32."""
    number = uuid7().int
    letters = "".join(_ALPHABET[(number >> shift) & 31] for shift in range(125, -5, -5))
    return f"{prefix}_{letters}"


def new_secret(size: int = 32) -> str:
    """A URL-safe token of `size` random bytes."""
    return secrets.token_urlsafe(size)


def hash_secret(secret: str) -> str:
    """SHA-256 in hex: enough for tokens of full entropy, never for passwords."""
    return hashlib.sha256(secret.encode()).hexdigest()
