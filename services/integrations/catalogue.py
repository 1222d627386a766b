"""Which accounts can be connected, and what each needs, in plain words."""

from services.core.errors import NotFound
from services.integrations.finding import APIFY, BRIGHTDATA
from services.integrations.mail import RESEND, SMTP
from services.integrations.messaging import GUPSHUP, WATI, WHATSAPP_CLOUD
from services.integrations.types import CatalogueEntry, CredentialField, Purpose, WebhookHelp

CATALOGUE: tuple[CatalogueEntry, ...] = (
    CatalogueEntry(
        "twilio",
        "Twilio",
        "Sends and receives WhatsApp messages.",
        (
            CredentialField("account_sid", "Account SID", "On the first page of Twilio's console.", starts_with="AC"),
            CredentialField("auth_token", "Auth token", "Beside the account SID.", secret=True),
            CredentialField("from", "WhatsApp number", "The sender's number, such as +91 98765 43210.", kind="phone"),
        ),
        (
            WebhookHelp(
                "Incoming messages",
                "Messaging → Senders → WhatsApp senders → your number → “Webhook URL for incoming messages”.",
            ),
        ),
        "https://api.twilio.com",
        "account_sid",
    ),
    WHATSAPP_CLOUD,
    GUPSHUP,
    WATI,
    CatalogueEntry(
        "sendgrid",
        "SendGrid",
        "Sends email and receives the answers.",
        (
            CredentialField("api_key", "API key", "With the Mail Send permission.", secret=True, starts_with="SG."),
            CredentialField("from", "From address", "On a domain that SendGrid has verified.", kind="email"),
            CredentialField("from_name", "From name", "Your business, when left empty.", required=False),
            CredentialField(
                "public_key",
                "Event webhook public key",
                "Mail Settings → Event Webhook → Signature verification. Without it, bounces stay unknown.",
                required=False,
            ),
            CredentialField(
                "reply_domain",
                "Reply domain",
                "The Inbound Parse domain, such as reply.yourbusiness.in. Without it, you get answers by email.",
                required=False,
                kind="host",
            ),
        ),
        (
            WebhookHelp("Event webhook", "Settings → Mail Settings → Event Webhook → Post URL."),
            WebhookHelp("Inbound Parse", "Settings → Inbound Parse → Add Host & URL → Destination URL."),
        ),
        "https://api.sendgrid.com",
        "from",
    ),
    RESEND,
    SMTP,
    CatalogueEntry(
        "meta",
        "Meta lead ads",
        "Receives enquiries from Facebook and Instagram forms.",
        (
            CredentialField("page_id", "Page ID", "On the page under About → Page transparency."),
            CredentialField("page_token", "Page access token", "With the leads_retrieval permission.", secret=True),
            CredentialField("app_secret", "App secret", "App settings → Basic.", secret=True),
            CredentialField("verify_token", "Verify token", "Any word you choose; type the same at Meta.", secret=True),
        ),
        (WebhookHelp("Leadgen webhook", "Webhooks → Page → leadgen → Callback URL."),),
        "https://graph.facebook.com",
        "page_id",
        shared_webhook=True,
        group=Purpose.ADS,
    ),
    CatalogueEntry(
        "google_ads",
        "Google lead forms",
        "Receives enquiries from Google lead form assets.",
        (CredentialField("webhook_key", "Webhook key", "Any word you choose; type the same at Google.", secret=True),),
        (WebhookHelp("Lead delivery", "Lead form asset → Export leads → Webhook URL, with the key below it."),),
        "https://googleads.googleapis.com",
        "",
        group=Purpose.ADS,
    ),
    CatalogueEntry(
        "linkedin",
        "LinkedIn lead forms",
        "Receives enquiries from LinkedIn Lead Gen Forms, through LinkedIn's own Lead Sync API.",
        (
            CredentialField(
                "account_id", "Ad account ID", "In Campaign Manager, below the account's name.", kind="digits"
            ),
            CredentialField(
                "access_token",
                "Access token",
                "Of a member who may see the leads, with r_marketing_leadgen_automation. It lasts two months.",
                secret=True,
            ),
            CredentialField("client_secret", "Client secret", "Of your LinkedIn app, under Auth.", secret=True),
        ),
        (
            WebhookHelp(
                "Lead notifications",
                "Your app → Products → Lead Sync API → Webhooks. The account's leads are subscribed to by themselves.",
            ),
        ),
        "https://api.linkedin.com",
        "account_id",
        group=Purpose.ADS,
    ),
    CatalogueEntry(
        "places",
        "Google Places",
        "Finds businesses on Google Maps; their contacts are read on their own web sites.",
        (
            CredentialField(
                "api_key",
                "API key",
                "Google Cloud console → APIs & Services → Credentials. "
                "The project needs “Places API (New)” and billing.",
                secret=True,
                starts_with="AIza",
            ),
            CredentialField("per_day", "Calls a day, at most", "1,000 when left empty.", required=False, kind="number"),
            CredentialField(
                "per_minute", "Calls a minute, at most", "600 when left empty.", required=False, kind="number"
            ),
        ),
        (),
        "https://places.googleapis.com",
        "",
        group=Purpose.FINDING,
    ),
    CatalogueEntry(
        "openai",
        "OpenAI",
        "Writes a short analysis of promising contacts and of leads, which never changes a score, and says what "
        "unclear replies mean.",
        (
            CredentialField("api_key", "API key", "platform.openai.com → API keys.", secret=True, starts_with="sk-"),
            CredentialField("model", "Model", "gpt-4.1-mini, when left empty.", required=False),
        ),
        (),
        "https://api.openai.com",
        "",
        group=Purpose.LANGUAGE,
    ),
    CatalogueEntry(
        "overpass",
        "OpenStreetMap",
        "Finds businesses on the open map of the world.",
        (
            CredentialField(
                "server",
                "Your own server",
                "The address of an Overpass server. Left empty, the public ones are asked.",
                required=False,
                kind="url",
            ),
        ),
        (),
        "https://overpass-api.de",
        "",
        group=Purpose.FINDING,
        needs_account=False,
    ),
    APIFY,
    BRIGHTDATA,
)
_BY_NAME = {entry.name: entry for entry in CATALOGUE}


def entry_for(provider: str) -> CatalogueEntry:
    """Raises NotFound for a provider that cannot be connected."""
    if provider not in _BY_NAME:
        raise NotFound("This provider")
    return _BY_NAME[provider]


def is_connectable(provider: str) -> bool:
    """Whether the provider is reached through an account of the customer."""
    return provider in _BY_NAME
