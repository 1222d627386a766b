"""A reply that was read in doubt, and what a model says of it."""

from dataclasses import dataclass

from services.replies.rules import Label


@dataclass(frozen=True)
class Doubtful:
    """`id` is that of the reading, `text` what the person wrote now, as it may be told to a model."""

    id: int
    text: str

    @property
    def ref(self) -> str:
        return f"r{self.id}"


@dataclass(frozen=True)
class Opinion:
    """`confidence` in percent, as the model gave it; `model` is who says so."""

    label: Label
    confidence: int
    model: str
