"""Adding a vendor is one folder and one line here."""

from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

from services.core.errors import NotFound
from services.providers.apify.client import Apify
from services.providers.base import Credentials
from services.providers.brightdata.client import BrightData
from services.providers.directory.client import Directory
from services.providers.google_ads.webhooks import GoogleLeadForms
from services.providers.gupshup.client import Gupshup
from services.providers.linkedin.client import LinkedIn
from services.providers.meta.client import Meta
from services.providers.openai.client import OpenAI
from services.providers.overpass.client import Overpass
from services.providers.places.client import Places
from services.providers.resend.client import Resend
from services.providers.sendgrid.client import SendGrid
from services.providers.smtp.client import Smtp
from services.providers.twilio.client import Twilio
from services.providers.wati.client import Wati
from services.providers.website.client import Website
from services.providers.whatsapp_cloud.client import WhatsAppCloud

Ability = TypeVar("Ability")

_BUILDERS: dict[str, Callable[[Credentials], Any]] = {
    "twilio": Twilio.from_credentials,
    "whatsapp_cloud": WhatsAppCloud.from_credentials,
    "gupshup": Gupshup.from_credentials,
    "wati": Wati.from_credentials,
    "sendgrid": SendGrid.from_credentials,
    "resend": Resend.from_credentials,
    "smtp": Smtp.from_credentials,
    "overpass": Overpass.from_credentials,
    "places": Places.from_credentials,
    "directory": Directory.from_credentials,
    "website": Website.from_credentials,
    "meta": Meta.from_credentials,
    "google_ads": GoogleLeadForms.from_credentials,
    "linkedin": LinkedIn.from_credentials,
    "openai": OpenAI.from_credentials,
    "apify": Apify.from_credentials,
    "apify_maps": partial(Apify, source="apify_maps"),
    "apify_linkedin": partial(Apify, source="apify_linkedin"),
    "brightdata": BrightData.from_credentials,
    "brightdata_maps": partial(BrightData, source="brightdata_maps"),
    "brightdata_linkedin": partial(BrightData, source="brightdata_linkedin"),
}


def provider(name: str, ability: type[Ability], credentials: Credentials) -> Ability:
    """Build `name` and check that it has `ability`; raises NotFound when it has not."""
    if name not in _BUILDERS:
        raise NotFound(f"Provider {name}")
    built = _BUILDERS[name](credentials)
    if not isinstance(built, ability):
        raise NotFound(f"{ability.__name__} for {name}")
    return built
