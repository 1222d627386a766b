"""Files of messages: what an e-mail brought with it, and what a provider is to fetch."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Media:
    """A file that the provider fetches: `kind` is image, video or document; the message's text is its caption."""

    kind: str
    url: str
    file_name: str = ""


@dataclass(frozen=True)
class CarriedFile:
    """A file that came inside a webhook or a mail. `name` is the sender's; `problem` says why there is no content.

    `content_id` is set when the mail's HTML shows the file among its words; what only a program reads is `is_aside`.
    """

    name: str
    content: bytes = field(default=b"", repr=False)
    content_id: str = ""
    is_aside: bool = False
    problem: str = ""
