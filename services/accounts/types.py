"""What sign-in knows about a browser and what the shell shows of a person."""

from dataclasses import dataclass

from services.core.scope import Role, Scope


@dataclass(frozen=True)
class Identity:
    """Whoever holds a live session cookie; `launched` once the customer has finished onboarding."""

    session_id: int
    user_id: int
    customer_id: int
    role: Role
    launched: bool
    fading: bool = False  # its expiry is due to be pushed out

    @property
    def scope(self) -> Scope:
        return Scope(self.customer_id, self.user_id, self.role)


@dataclass(frozen=True)
class Browser:
    """Where a sign-in comes from."""

    ip: str = ""
    user_agent: str = ""


@dataclass(frozen=True)
class CustomerChoice:
    """A line of the customer switcher."""

    public_id: str = ""
    name: str = ""


@dataclass(frozen=True)
class Shell:
    """Everything around the page; counts are ready to show ("1,247", "10,000+")."""

    user_name: str
    user_initials: str
    customer_name: str
    customers: list[CustomerChoice]
    contact_count: str
    lead_count: str
    unread_count: int
