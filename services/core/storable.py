"""What a database can keep: no NUL, which PostgreSQL refuses, and no half of a surrogate pair: it is no character."""

import json
import re
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Engine, event

_HALF = re.compile("[\ud800-\udfff]")
_SUSPECT = re.compile(r"\\u(0000|d[89a-f])", re.IGNORECASE)


def storable(text: str) -> str:
    """`text` itself, nearly always; else without NUL and with U+FFFD for what is no character."""
    if "\x00" in text:
        text = text.replace("\x00", "")
    if text.isascii():
        return text
    try:
        text.encode()
    except UnicodeEncodeError:
        return _HALF.sub("\ufffd", text)
    return text


def dumped(value: Any) -> str:
    """`value` as JSON that can be kept; pairs that JSON writes as two escapes are whole characters and stay."""
    written = json.dumps(value)
    return json.dumps(_cleaned(value)) if _SUSPECT.search(written) else written


def cleaned_parameters(parameters: Any) -> Any:
    """The parameters of one statement or of many, as a driver takes them."""
    if isinstance(parameters, Mapping):
        return {name: storable(value) if type(value) is str else value for name, value in parameters.items()}
    if isinstance(parameters, list):
        return [cleaned_parameters(one) for one in parameters]
    return tuple(storable(value) if type(value) is str else value for value in parameters)


def cleaning(made: Engine) -> Engine:
    """An engine that keeps whatever a stranger wrote: here, because no caller would think of it each time."""

    @event.listens_for(made, "before_cursor_execute", retval=True)
    def _clean(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> tuple[str, Any]:
        return statement, cleaned_parameters(parameters)

    return made


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, Mapping):
        return {storable(str(name)): _cleaned(one) for name, one in value.items()}
    return [_cleaned(one) for one in value] if isinstance(value, list | tuple) else value
