"""Settings from the environment and `.env`; every one has a safe default."""

import re
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / ".data"


class Settings(BaseSettings):
    """Read once through `get_settings()`; names and meanings are in `docs/reference/settings.md`."""

    model_config = SettingsConfigDict(env_prefix="LEADGEN_", env_file=ROOT / ".env", extra="ignore")

    env: Literal["dev", "test", "prod"] = "prod"
    database_url: str = f"sqlite:///{DATA / 'leadgen.db'}"
    redis_url: str = ""
    secret_key: SecretStr = SecretStr("")
    public_url: str = ""
    port: int = Field(default=3000, ge=1, le=65535)
    host: str = "127.0.0.1"
    run_jobs: bool = True
    sandbox: bool = True
    sandbox_port: int = Field(default=0, ge=0, le=65535)
    sandbox_seed: int = 1
    sandbox_day_seconds: float = 60.0
    fetch_allow: str = ""
    mail_allow: str = ""
    check_mail_domains: bool = False
    fetch_pause_seconds: float = Field(default=1.0, ge=0)
    fetch_cache_mb: int = Field(default=200, ge=0)
    trusted_proxy_hops: int = Field(default=0, ge=0, le=5)
    job_threads: int = Field(default=4, ge=1, le=64)
    web_workers: int = Field(default=1, ge=1, le=64)
    database_threads: int = Field(default=6, ge=1, le=64)
    provider_timeout_seconds: float = Field(default=10, gt=0)
    send_lease_seconds: float = Field(default=30, gt=0)  # must exceed the provider time-out
    send_settle_seconds: float = Field(default=60, gt=0)  # a message absent at the provider after this was not sent
    push_contact: str = Field(default="", pattern=r"^$|^mailto:[^@\s]+@[^@\s]+$|^https://[\w.-]+$")
    uploads_folder: str = ""
    files_folder: str = ""
    files_mb: int = Field(default=5_000, ge=0)  # of one business; 0: no limit
    log_json: bool = False
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"

    twilio_url: str = ""
    whatsapp_cloud_url: str = ""
    gupshup_url: str = ""
    wati_url: str = ""
    sendgrid_url: str = ""
    resend_url: str = ""
    overpass_url: str = ""
    meta_url: str = ""
    directory_url: str = ""
    places_url: str = ""
    places_prices: str = ""
    message_prices: str = ""
    linkedin_url: str = ""
    openai_url: str = ""
    openai_prices: str = ""
    openai_timeout_seconds: float = Field(default=60, gt=0)
    apify_url: str = ""
    brightdata_url: str = ""
    outside_recipes: str = ""
    paise_per_usd: int = Field(default=9_000, gt=0)
    linkedin_version: str = Field(default="202609", pattern=r"^20\d{4}$")

    @field_validator(
        "public_url",
        "twilio_url",
        "whatsapp_cloud_url",
        "gupshup_url",
        "wati_url",
        "sendgrid_url",
        "resend_url",
        "overpass_url",
        "meta_url",
        "directory_url",
        "places_url",
        "linkedin_url",
        "openai_url",
        "apify_url",
        "brightdata_url",
    )
    @classmethod
    def _without_trailing_slash(cls, url: str) -> str:
        return url.rstrip("/")

    @field_validator("message_prices")
    @classmethod
    def _message_price_list(cls, prices: str) -> str:
        if not re.fullmatch(r"(\s*[a-z_]+:[a-z]+=\d+\s*(,|$))*", prices):
            raise ValueError("write it as twilio:marketing=131000,sendgrid:email=3600: paise per 1,000 messages")
        return prices

    @field_validator("places_prices")
    @classmethod
    def _price_list(cls, prices: str) -> str:
        if not re.fullmatch(r"(\s*[a-z_]+=\d+\s*(,|$))*", prices):
            raise ValueError("write it as search_sites=92400,details_sites=52800: paise per 1,000 calls")
        return prices

    @field_validator("openai_prices")
    @classmethod
    def _model_prices(cls, prices: str) -> str:
        if not re.fullmatch(r"(\s*[\w.-]+=\d+/\d+/\d+\s*(,|$))*", prices):
            raise ValueError("write it as gpt-4.1-mini=3520/880/14080: paise per million input/cached/output tokens")
        return prices

    @property
    def address(self) -> str:
        """Where browsers and providers reach the product, without a trailing slash."""
        return self.public_url or f"http://localhost:{self.port}"

    @property
    def push_subject(self) -> str:
        """Whom a push service may turn to about our messages (RFC 8292 section 2.1)."""
        own = self.public_url if re.fullmatch(r"https://[\w.-]+", self.public_url) else "mailto:operator@localhost"
        return self.push_contact or own

    @property
    def origins(self) -> list[str]:
        """Where our own pages may be loaded from; a browser at any other origin is refused."""
        if self.public_url:
            return [self.public_url]
        hosts = {"localhost", "127.0.0.1", self.host}
        return sorted(f"http://{host}:{self.port}" for host in hosts)

    @property
    def sandbox_address(self) -> str:
        """Base URL of the simulated providers on this machine."""
        return f"http://127.0.0.1:{self.sandbox_port or self.port + 1}"

    @property
    def fetch_allowed_hosts(self) -> frozenset[str]:
        """`host:port` pairs on private addresses that the fetcher may reach."""
        named = _entries(self.fetch_allow)
        if self.sandbox:
            named.add(self.sandbox_address.removeprefix("http://"))
        return frozenset(named)

    @property
    def mail_allowed_hosts(self) -> frozenset[str]:
        """`host:port` pairs of mail servers on private addresses."""
        return frozenset(_entries(self.mail_allow))

    @property
    def data_folder(self) -> Path:
        """Where files of this installation lie: beside its SQLite database, else `.data/`."""
        return Path(self.database_url.removeprefix("sqlite:///")).parent if self.is_sqlite else DATA

    @property
    def is_sqlite(self) -> bool:
        return self.database_url.startswith("sqlite")


def _entries(listed: str) -> set[str]:
    return {entry.strip() for entry in listed.split(",") if entry.strip()}


@cache
def get_settings() -> Settings:
    """The settings of this process; tests clear the cache to change them."""
    return Settings()
