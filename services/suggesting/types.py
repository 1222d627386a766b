"""What a draft is made of, and the draft."""

from dataclasses import dataclass, field

from services.replies.rules import Label


@dataclass(frozen=True)
class Source:
    """A fact of the business or a message of the conversation, as it may be told to a model; `ref` names it there.

    `name` says to a person what it is, such as "Fact: Cleaning costs ₹900".
    """

    ref: str
    text: str
    name: str
    is_theirs: bool = False


@dataclass(frozen=True)
class Asked:
    """All that a draft may use. `label` is how their last message was read; `opening` a question of the industry."""

    facts: list[Source]
    messages: list[Source]
    label: Label
    first_name: str = ""
    opening: str = ""


@dataclass(frozen=True)
class Draft:
    """`by` is the model, "" for one made here; `sources` are names of what it uses; `note` why no model wrote it."""

    text: str
    by: str = ""
    sources: list[str] = field(default_factory=list)
    note: str = ""
