"""The two cookies: who is signed in, and what a refused form held."""

import base64
import binascii
import json
from dataclasses import asdict, dataclass
from http.cookies import CookieError, SimpleCookie

SESSION = "leadgen_session"
FORM = "leadgen_form"
FORM_SECONDS = 120


@dataclass(frozen=True)
class RefusedForm:
    """Shown again to the same browser; never the password."""

    message: str = ""
    field: str = ""
    email: str = ""
    name: str = ""
    business: str = ""


def read(header: str, name: str) -> str:
    """The cookie `name` of a Cookie header, "" when there is none."""
    try:
        jar = SimpleCookie(header)
    except CookieError:
        return ""
    return jar[name].value if name in jar else ""


def pack(form: RefusedForm) -> str:
    kept = {key: value[:320] for key, value in asdict(form).items()}
    return base64.urlsafe_b64encode(json.dumps(kept).encode()).decode()


def unpack(value: str) -> RefusedForm:
    """The form in a cookie; an empty one when a browser sent something else."""
    try:
        kept = json.loads(base64.urlsafe_b64decode(value.encode()))
    except (binascii.Error, ValueError):
        return RefusedForm()
    known = RefusedForm.__dataclass_fields__
    if not isinstance(kept, dict):
        return RefusedForm()
    return RefusedForm(**{key: str(text)[:320] for key, text in kept.items() if key in known})
