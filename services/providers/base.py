"""One small protocol per ability, in our own nouns; a vendor implements some of them."""

from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol, runtime_checkable

from services.providers.calendars import CalendarPart
from services.providers.enclosed import CarriedFile, Media, OutgoingFile


@dataclass(frozen=True)
class Credentials:
    """An account at a provider: where it is and the secrets to reach it (never logged)."""

    base_url: str
    values: Mapping[str, str] = field(default_factory=dict, repr=False)
    is_sandbox: bool = False

    def __getitem__(self, name: str) -> str:
        return self.values.get(name, "")


# Sourcing --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class SearchCriteria:
    """What to look for; `directory_urls` are listing pages and `limit` caps the contacts wanted."""

    industry: str = ""
    cities: Sequence[str] = ()
    keywords: Sequence[str] = ()
    job_titles: Sequence[str] = ()
    company_size: str = ""
    directory_urls: Sequence[str] = ()
    region: str = "IN"
    limit: int = 100
    results_of: str = ""  # for an OutsideSource: its finished run whose results are to be read


@dataclass(frozen=True)
class Fact:
    """One field's value and where it was read: page address and method ("json-ld", "tel link", …)."""

    field: str
    value: str
    source_url: str
    method: str


@dataclass(frozen=True)
class FoundContact:
    """A business or person as a source saw it; `facts` is the provenance of every field."""

    name: str = ""
    email: str = ""
    phone: str = ""
    company: str = ""
    title: str = ""
    city: str = ""
    state: str = ""
    website: str = ""
    industry: str = ""
    facts: tuple[Fact, ...] = ()
    cursor: str = ""  # passing it back resumes after this contact
    is_published: bool = True  # shown so that customers use it, as on a site, a map or in a directory
    outside_id: str = ""  # the source's own id, kept where a source must not be paid twice for the same thing
    why_nobody: str = ""  # for a thing with an outside id that gave no contact: closed, no_site or nothing_said


@runtime_checkable
class LeadSource(Protocol):
    """Finds contacts. Yields as it goes, so that a crash keeps what was found."""

    def search(self, criteria: SearchCriteria, cursor: str = "") -> AsyncIterator[FoundContact]: ...


# Messaging -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class OutgoingMessage:
    """`reference` is our id, put into the provider's metadata; `sender` is the account's own address."""

    reference: str
    recipient: str
    text: str
    subject: str = ""
    html: str = ""
    recipient_name: str = ""
    callback_url: str = ""
    reply_to: str = ""
    unsubscribe_url: str = ""
    in_reply_to: str = ""
    template_sid: str = ""
    template_variables: Mapping[str, str] = field(default_factory=dict)
    media: Media | None = None
    calendar: CalendarPart | None = None
    is_automatic: bool = False  # e-mail says so, for other machines to leave unanswered (RFC 3834)
    files: Sequence[OutgoingFile] = ()  # several by e-mail, at most one on WhatsApp
    buttons: Sequence[str] = ()  # WhatsApp, within the window: what the recipient may press, at most three


@dataclass(frozen=True)
class Sent:
    """Accepted by the provider under `provider_id`."""

    provider_id: str


@runtime_checkable
class Messenger(Protocol):
    """Sends one message. Raises ProviderDown (certainly not sent), ProviderUnsure (perhaps), ProviderRefused (no)."""

    can_look_up: bool

    async def send(self, message: OutgoingMessage) -> Sent: ...

    async def look_up(self, message: OutgoingMessage, since: datetime, known: Collection[str] = ()) -> Sent | None:
        """The message sent under this reference since `since`, or None when the provider has none.

        `known` are provider ids that belong to other messages, for providers that keep no reference of ours.
        """
        ...


@runtime_checkable
class Testable(Protocol):
    """`test()` makes a real, harmless call and returns a sentence that says what it reached."""

    async def test(self) -> str: ...


class TemplateState(StrEnum):
    """Where the provider's approval of a template stands."""

    PENDING = "pending"
    APPROVED = "approved"
    REJECTED = "rejected"
    PAUSED = "paused"  # for a while, because people did not like it
    DISABLED = "disabled"


@dataclass(frozen=True)
class TemplateReview:
    """`sid` is the provider's name of the template; `reason` says why it was rejected, paused or disabled.

    `category` is what messages of it are billed as: marketing, utility or authentication; "" when nothing was said.
    """

    sid: str
    state: TemplateState
    reason: str = ""
    category: str = ""


@runtime_checkable
class TemplateHost(Protocol):
    """Keeps templates that must be approved before a first contact may be written to."""

    async def submit_template(self, name: str, body: str, examples: Mapping[str, str]) -> TemplateReview:
        """Create it and ask for approval; `body` has numbered variables such as {{1}}."""
        ...

    async def review_template(self, sid: str) -> TemplateReview: ...


# Webhooks --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class WebhookRequest:
    """Exactly what arrived; `url` is built from the configured public address, not from Host."""

    url: str
    headers: Mapping[str, str]  # lower-case names
    body: bytes
    received_at: datetime


@dataclass(frozen=True)
class Happening:
    """One thing inside a webhook. `event_id` is unique at the provider; `kind` decides the handler.

    kind "status":  provider_id, reference, status (sent|delivered|read|opened|clicked|failed|bounced|blocked|
                    complained|unsubscribed), error_code, error_text, about (a Refusal, for failed), at; and of
                    opened and clicked: agent (the client's name, where told), link, machine (the provider says so)
    kind "reply":   channel, sender, recipient, text, subject, message_id, references, headers, profile_name, at;
                    `recipient` is the address it was written to (it may carry our reference); files: see FileKeeper,
                    or `files` below when they came along; pictured: the words of an e-mail's HTML, see mime.pictured
    kind "opt_out": channel, address, at: the person told the provider to stop, without a word to us
    kind "template": sid, name, state (pending|approved|rejected|paused|disabled), category (marketing|utility|
                    authentication), reason, at; state and category are "" when nothing was said of them
    kind "account": is_failing, words, at: what the provider says about the account itself; of a WhatsApp number also
                    quality (low|high) and people, its limit of new people a day (0: none)
    kind "ad_lead": platform, platform_lead_id, page_id, form_id, campaign_ref, answers, is_test, at
    kind "ad_lead_deleted": the same; the platform no longer has the lead, and neither may we
    """

    event_id: str
    kind: str
    data: Mapping[str, Any]
    files: Sequence[CarriedFile] = ()


@runtime_checkable
class WebhookSource(Protocol):
    """Verifies and translates what a provider posts. `verify` fails closed."""

    def verify(self, request: WebhookRequest) -> bool: ...

    def happenings(self, request: WebhookRequest) -> list[Happening]:
        """Every happening of a batch, in order; raises Invalid when the body is not this provider's."""
        ...


@runtime_checkable
class Challenged(Protocol):
    """A provider that asks a webhook's address to prove itself before it posts anything."""

    def challenge(self, query: Mapping[str, str]) -> dict[str, str] | None:
        """The JSON to answer with, None when nothing sensible was asked or no secret is known."""
        ...


# Ads -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class AdLead:
    """An enquiry from an ad form; `answers` maps question to answer."""

    platform_lead_id: str
    form_id: str = ""
    campaign_ref: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)
    created_at: datetime | None = None
    is_test: bool = False


@runtime_checkable
class AdLeadReader(Protocol):
    """Reads the lead that a webhook only named."""

    async def read_lead(self, platform_lead_id: str) -> AdLead: ...


@runtime_checkable
class LeadFeed(Protocol):
    """Tells of new leads by itself once asked to, and lists them for whoever missed it."""

    async def subscribe(self, address: str) -> None:
        """Have new leads posted to `address`; doing it twice subscribes once."""
        ...

    async def leads_since(self, since: datetime) -> list[Happening]:
        """What webhooks told since then, with the same event ids, oldest first."""
        ...


# Language models -------------------------------------------------------------------------------


@dataclass(frozen=True)
class TextQuestion:
    """`instructions` are ours; `data` is other people's text and is never obeyed; `schema` is a strict JSON schema."""

    name: str
    instructions: str
    data: str
    schema: Mapping[str, Any]
    most_tokens: int = 1_000


@dataclass(frozen=True)
class TextAnswer:
    """`value` is None when the model refused or was cut off; `paise` is None when the provider told no usage."""

    value: Mapping[str, Any] | None
    paise: int | None
    model: str


@runtime_checkable
class TextModel(Protocol):
    """Answers in a fixed shape. Raises ProviderDown, ProviderUnsure (it may be billed) or ProviderRefused."""

    model: str

    def most_paise(self, question: TextQuestion) -> int:
        """What the answer can cost at most; raises ProviderRefused when that cannot be known."""
        ...

    async def answer(self, question: TextQuestion) -> TextAnswer: ...
