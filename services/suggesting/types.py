"""What a draft is made of, and the draft."""

from dataclasses import dataclass, field
from enum import StrEnum

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
    """`by` is the model, "" for one made here; `sources` are names of what it uses; `note` why no model wrote it.

    `facts` are the refs of those facts that it uses.
    """

    text: str
    by: str = ""
    sources: list[str] = field(default_factory=list)
    note: str = ""
    facts: list[str] = field(default_factory=list)


class Trouble(StrEnum):
    """Why there is only a plain draft where a model was asked."""

    NONE = ""
    BUDGET = "budget"  # it does not allow the call
    UNFOUNDED = "unfounded"  # what the model wrote says what the facts do not
    NO_ANSWER = "no_answer"


@dataclass(frozen=True)
class Drafted:
    """A draft with all that it could use."""

    draft: Draft
    asked: Asked
    trouble: Trouble = Trouble.NONE

    @property
    def facts(self) -> list[Source]:
        """Those that the draft uses."""
        return [one for one in self.asked.facts if one.ref in self.draft.facts]
