"""What the settings pages show and send back."""

from dataclasses import dataclass


@dataclass(frozen=True)
class BusinessSettings:
    """Who the customer is. `zone` is an IANA name, `phone` may be typed in any usual form.

    `answer_facts` has one fact a line, such as a price.
    """

    name: str = ""
    industry: str = ""
    description: str = ""
    services: tuple[str, ...] = ()
    cities: tuple[str, ...] = ()
    website: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""
    sender_name: str = ""
    zone: str = "Asia/Kolkata"
    answer_facts: str = ""
    signs_automatic: bool = True  # the first automatic reply of a conversation says that it is one


@dataclass(frozen=True)
class CallSettings:
    """When leads may be called, in the customer's zone. `call_days` counts from Monday 0; hours are "HH:MM"."""

    call_days: tuple[int, ...] = (0, 1, 2, 3, 4, 5)
    call_from: str = "10:00"
    call_until: str = "18:00"
    call_notice_minutes: int = 120
    call_buffer_minutes: int = 0
    call_on_holidays: bool = False


@dataclass(frozen=True)
class LeadSettings:
    """To whom a new lead is given: nobody, in_turn, least_loaded or by_city."""

    assignment: str = "nobody"


@dataclass(frozen=True)
class SendingSettings:
    """How messages go out. Hours are "HH:MM"; `whatsapp_reach` is "opted_in", "published" or "" while not chosen.

    `holiday_state` is a code of STATES, or "" for India's holidays alone; a gap or budget of 0 is none.
    """

    daily_limit_whatsapp: int = 100
    daily_limit_email: int = 200
    quiet_from: str = "20:00"
    quiet_until: str = "09:00"
    send_on_sunday: bool = True
    whatsapp_reach: str = ""
    keep_holidays: bool = True
    holiday_state: str = ""
    contact_gap_days: int = 3
    daily_budget_paise: int = 0


@dataclass(frozen=True)
class BudgetSettings:
    """What a month may cost in paise, by share (`SHARES`), and what this one has cost so far."""

    shares: dict[str, int]
    spent: dict[str, int]

    @property
    def total(self) -> int:
        return sum(self.shares.values())
