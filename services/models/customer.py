"""Customers (tenants), the people who sign in, and their roles, sessions and wizard drafts."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, UniqueConstraint
from sqlmodel import Field

from services.core.clock import INDIA
from services.core.ids import new_id
from services.core.scope import Role
from services.core.tables import CustomerOwned, Table, choice, json_field


class WhatsAppReach(StrEnum):
    """Whom WhatsApp campaigns may write to; chosen in onboarding, without a default."""

    OPTED_IN = "opted_in"
    PUBLISHED = "published"


class Plan(StrEnum):
    STARTER = "starter"
    PROFESSIONAL = "professional"
    ENTERPRISE = "enterprise"
    PAY_PER_LEAD = "pay_per_lead"


class Assignment(StrEnum):
    """To whom a new lead is given."""

    NOBODY = "nobody"
    IN_TURN = "in_turn"
    LEAST_LOADED = "least_loaded"
    BY_CITY = "by_city"


class Customer(Table, table=True):
    """One business. `launched_at` is set once, by the wizard's Launch."""

    id: int | None = Field(default=None, primary_key=True)
    public_id: str = Field(default_factory=lambda: new_id("cus"), unique=True)
    name: str = Field(max_length=200)
    industry: str = Field(default="", max_length=80)
    description: str = Field(default="", max_length=2000)
    answer_facts: str = Field(
        default="", max_length=4000
    )  # prices and the like, one a line: answers are drafted from them
    signs_automatic: bool = True  # the first automatic reply of a conversation says that it is one
    services: list[str] = json_field(list)
    cities: list[str] = json_field(list)
    website: str = Field(default="", max_length=500)
    phone: str = Field(default="", max_length=16)  # E.164, notified of new leads
    email: str = Field(default="", max_length=320)
    address: str = Field(default="", max_length=500)
    sender_name: str = Field(default="", max_length=120)
    country: str = Field(default="IN", max_length=2)
    zone: str = Field(default=INDIA, max_length=64)
    plan: Plan = Field(default=Plan.STARTER, sa_type=choice(Plan))  # pyright: ignore
    audience: dict[str, Any] = json_field()
    whatsapp_reach: WhatsAppReach | None = Field(default=None, sa_type=choice(WhatsAppReach), nullable=True)  # pyright: ignore
    budget_monthly_paise: int = Field(default=0, ge=0, sa_type=BigInteger)
    budget_split: dict[str, Any] = json_field()  # channel → paise, sums to budget_monthly_paise
    quiet_from: str = Field(default="20:00", max_length=5)  # HH:MM in the recipient's zone
    quiet_until: str = Field(default="09:00", max_length=5)
    send_on_sunday: bool = True
    daily_limit_whatsapp: int = Field(default=100, ge=0)
    daily_limit_email: int = Field(default=200, ge=0)
    keep_holidays: bool = True  # campaigns rest on public holidays, as on Sundays
    holiday_state: str = Field(default="", max_length=2)  # such as "MH": its own holidays come on top of India's
    contact_gap_days: int = Field(default=3, ge=0)  # campaigns write to one person once in so many days; 0: no limit
    daily_budget_paise: int = Field(default=0, ge=0, sa_type=BigInteger)  # for campaign messages; 0: no limit
    call_days: list[int] = json_field(lambda: [0, 1, 2, 3, 4, 5])  # on which leads may be called; 0 is Monday
    call_from: str = Field(default="10:00", max_length=5)  # HH:MM in `zone`
    call_until: str = Field(default="18:00", max_length=5)
    call_notice_minutes: int = Field(default=120, ge=0)  # a lead chooses no time sooner than this
    call_buffer_minutes: int = Field(default=0, ge=0)  # kept free before and after each call
    call_on_holidays: bool = False
    answer_within_minutes: int = Field(default=15, ge=0)  # of working hours, for a new lead; 0: nobody is told
    assignment: str = Field(default=Assignment.NOBODY.value, max_length=20)  # an Assignment
    terms_accepted_at: datetime | None = None
    launched_at: datetime | None = None


class User(Table, table=True):
    """A person who signs in; e-mail is stored in lower case."""

    id: int | None = Field(default=None, primary_key=True)
    public_id: str = Field(default_factory=lambda: new_id("usr"), unique=True)
    email: str = Field(max_length=320, unique=True)
    name: str = Field(max_length=120)
    password_hash: str = Field(max_length=255)
    theme: str = Field(default="system", max_length=8)
    last_sign_in_at: datetime | None = None


class Membership(Table, table=True):
    """The role a user has at a customer. Not narrowed by customer: sign-in reads it across."""

    __table_args__ = (UniqueConstraint("user_id", "customer_id"),)
    id: int | None = Field(default=None, primary_key=True)
    user_id: int = Field(foreign_key="user.id", index=True)
    customer_id: int = Field(foreign_key="customer.id", index=True)
    role: Role = Field(default=Role.OWNER, sa_type=choice(Role))  # pyright: ignore
    is_away: bool = False  # is given no new leads
    lead_cities: list[str] = json_field(list)  # whose leads this person takes; [] for any
    last_given_at: datetime | None = None  # when a new lead was given to them last


class UserSession(Table, table=True):
    """A browser that is signed in; only the hash of its cookie is stored."""

    id: int | None = Field(default=None, primary_key=True)
    token_hash: str = Field(max_length=64, unique=True)
    user_id: int = Field(foreign_key="user.id", index=True)
    customer_id: int = Field(foreign_key="customer.id")
    expires_at: datetime
    last_seen_at: datetime
    ip: str = Field(default="", max_length=45)
    user_agent: str = Field(default="", max_length=300)


class SignInAttempt(Table, table=True):
    """One failed sign-in, for rate limiting; `subject` is a keyed hash of the e-mail or address."""

    id: int | None = Field(default=None, primary_key=True)
    subject: str = Field(max_length=64, index=True)


class WizardDraft(CustomerOwned, table=True):
    """The answers of the seven steps so far; one a customer."""

    __table_args__ = (UniqueConstraint("customer_id"),)
    id: int | None = Field(default=None, primary_key=True)
    step: int = Field(default=1, ge=1, le=7)
    answers: dict[str, Any] = json_field()  # step key → that step's fields
