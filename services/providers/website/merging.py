"""One contact from two sightings of the same business by one source."""

from dataclasses import fields, replace

from services.core.addresses import is_host_name
from services.providers.base import FoundContact

_FIELDS = tuple(one.name for one in fields(FoundContact) if one.name not in {"facts", "cursor"})


def merged(first: FoundContact, second: FoundContact | None) -> FoundContact:
    """`first` with its gaps filled from `second`, a bare host name being no company; the facts of both are kept."""
    if second is None:
        return first
    if is_host_name(first.company) and second.company:
        first = replace(first, company="")
    filled = {name: getattr(first, name) or getattr(second, name) for name in _FIELDS}
    return replace(first, **filled, facts=tuple(dict.fromkeys((*first.facts, *second.facts))))
