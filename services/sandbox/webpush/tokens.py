"""Checks the signature that a push service asks for (RFC 8292), without the product's code."""

import base64
import binascii
import json
import re
import time

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

_LONGEST = 24 * 3600
_HEADER = re.compile(r"vapid\s+(?=.*\bt=([\w.-]+))(?=.*\bk=([\w-]+))", re.IGNORECASE)


def decoded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def encoded(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def fault(header: str, origin: str, key: str) -> str:
    """What is wrong with an Authorization header, "" when nothing is. `key` is the one subscribed with, "" for any."""
    found = _HEADER.match(header)
    if found is None:
        return "Authorization is not of the scheme vapid."
    token, given = found[1], found[2]
    if key and given != key:
        return "The key is not the one that was subscribed with."
    try:
        head, body, signature = token.split(".")
        claims = json.loads(decoded(body))
        _verify(f"{head}.{body}".encode(), decoded(signature), decoded(given))
    except (ValueError, binascii.Error, InvalidSignature):
        return "The token is not signed with the key."
    left = claims.get("exp", 0) - time.time()
    if claims.get("aud") != origin:
        return f"aud is {claims.get('aud')}, not {origin}."
    if not 0 < left <= _LONGEST:
        return "exp must lie within the next 24 hours."
    return "" if re.match(r"mailto:|https:", str(claims.get("sub"))) else "sub is missing."


def _verify(signed: bytes, signature: bytes, key: bytes) -> None:
    if len(signature) != 64:
        raise InvalidSignature
    both = encode_dss_signature(int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big"))
    ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), key).verify(both, signed, ec.ECDSA(hashes.SHA256()))
