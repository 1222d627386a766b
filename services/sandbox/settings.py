"""How the town behaves: every knob of the control API, validated."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from services.core.settings import get_settings

Provider = Literal[
    "twilio",
    "whatsapp_cloud",
    "gupshup",
    "wati",
    "sendgrid",
    "resend",
    "smtp",
    "overpass",
    "meta",
    "google_ads",
    "linkedin",
    "apify",
    "brightdata",
    "places",
    "openai",
    "web",
    "webpush",
]
Persona = Literal["plain", "gullible", "refusing", "cut_off", "rambling", "unpaid"]
Rate = Field(default=0.0, ge=0, le=1)


class Faults(BaseModel):
    """Trouble of one provider; rates are shares of requests between 0 and 1, `latency` is in seconds."""

    model_config = ConfigDict(extra="forbid")

    rate_limited: float = Rate  # 429, certainly not processed
    error: float = Rate  # 500 (Overpass: 504), certainly not processed
    drop: float = Rate  # connection closed, not processed
    lost_answer: float = Rate  # processed and journalled, then no answer
    partial: float = Rate  # Overpass: 200 with a `remark`
    latency: float = Field(default=0.0, ge=0, le=120)
    per_second: float = Field(default=0.0, ge=0)  # a real limit: above it 429; 0 is none


class SandboxSettings(BaseModel):
    """All times in seconds before `speed` divides them; see docs/reference/sandbox.md."""

    model_config = ConfigDict(extra="forbid")

    seed: int = Field(default_factory=lambda: get_settings().sandbox_seed)
    speed: float = Field(default=1.0, gt=0, le=1000)
    day_seconds: float = Field(default_factory=lambda: get_settings().sandbox_day_seconds, gt=0)
    reply_delay: tuple[float, float] = (2.0, 12.0)
    silent: bool = False
    strangers_reply: bool = False
    duplicate_rate: float = Rate
    out_of_order: float = Rate
    callback_drop: float = Rate
    enforce_window: bool = True
    approval_seconds: float = Field(default=2.0, ge=0)
    whatsapp_per_second: float = Field(default=80.0, gt=0)  # of one number at the Cloud API
    whatsapp_pair_seconds: float = Field(default=6.0, ge=0)  # between two messages to one person, at the Cloud API
    whatsapp_calls_an_hour: float = Field(default=5000.0, gt=0)  # of one business account, for all but messages
    ad_leads: bool = True
    ad_first_seconds: float = Field(default=20.0, ge=0)
    ad_every_days: float = Field(default=5.0, gt=0)
    model_persona: Persona = "plain"
    outside_seconds: float = Field(default=8.0, ge=0)  # how long an actor or a collection takes
    outside_fail: float = Rate
    retry_seconds: float = Field(default=900.0, ge=0)
    hang_seconds: float = Field(default=0.0, ge=0, le=600)
    faults: dict[Provider, Faults] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _delays_in_order(self) -> "SandboxSettings":
        low, high = self.reply_delay
        if not 0 <= low <= high:
            raise ValueError("reply_delay is [shortest, longest] in seconds")
        return self
