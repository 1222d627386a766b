"""One error tree; the boundary shows an AppError's message and hides everything else.

AppError
├── NotFound        also means "not yours"
├── NotAllowed      the role does not permit it
├── Invalid         a field holds a wrong value
├── Conflict        the row is not in a state that permits it
└── ProviderError   something outside failed
    ├── ProviderDown      try again, after `retry_after` seconds when given
    │   └── ProviderUnsure   it may have acted: ask before trying again
    └── ProviderRefused   do not try again
"""

from enum import StrEnum


class AppError(Exception):
    """Expected trouble, told in the user's words by `message`."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class NotFound(AppError):
    """There is no such thing for this customer."""

    def __init__(self, what: str) -> None:
        super().__init__(f"{what} was not found.")


class NotAllowed(AppError):
    """The signed-in person's role does not permit this."""

    def __init__(self, message: str = "Your role does not allow this. Ask an owner.") -> None:
        super().__init__(message)


class Invalid(AppError):
    """A wrong input; `field` names the input it belongs to."""

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field


class Conflict(AppError):
    """The thing is not in a state that permits this."""


class ProviderError(AppError):
    """A provider did not do what was asked; `provider` and `code` identify it in logs."""

    def __init__(self, provider: str, message: str, code: str = "") -> None:
        super().__init__(message)
        self.provider = provider
        self.code = code


class ProviderDown(ProviderError):
    """It certainly did nothing and may work later; `retry_after` is in seconds.

    `only_recipient`: the wait is about the one who was written to, and the account may go on writing to others.
    """

    def __init__(
        self,
        provider: str,
        message: str,
        code: str = "",
        retry_after: float | None = None,
        *,
        only_recipient: bool = False,
    ) -> None:
        super().__init__(provider, message, code)
        self.retry_after = retry_after
        self.only_recipient = only_recipient


class ProviderUnsure(ProviderDown):
    """The answer was lost: the provider may have acted."""


class Refusal(StrEnum):
    """What a refusal is about, and so what follows from it."""

    REQUEST = "request"  # this one message or call
    ADDRESS = "address"  # the recipient's address does not work
    OPTED_OUT = "opted_out"  # the recipient told the provider to stop
    RESTING = "resting"  # the recipient gets no more advertising for a day or so
    TEMPLATE = "template"  # every message of this template
    ACCOUNT = "account"  # key, sender or settings: everything sent through this account


class ProviderRefused(ProviderError):
    """It understood and said no; the same request will be refused again."""

    def __init__(self, provider: str, message: str, code: str = "", about: Refusal = Refusal.REQUEST) -> None:
        super().__init__(provider, message, code)
        self.about = about
