"""What a provider says of a sender's good name when it is asked."""

from dataclasses import dataclass
from typing import Protocol, runtime_checkable


@dataclass(frozen=True)
class Rating:
    """`quality` is low, medium or high, "" where nothing was said; `people` is the limit of new people in 24 hours, 0
    for none, None where nothing was said."""

    quality: str = ""
    people: int | None = None


@runtime_checkable
class Rated(Protocol):
    """Its number has a quality that can be asked for."""

    async def rating(self) -> Rating: ...
