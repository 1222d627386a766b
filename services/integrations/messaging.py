"""The catalogue's accounts that send WhatsApp messages besides Twilio."""

from services.integrations.types import CatalogueEntry, CredentialField, WebhookHelp

_NUMBER = CredentialField("from", "WhatsApp number", "The sender's number, such as +91 98765 43210.", kind="phone")

WHATSAPP_CLOUD = CatalogueEntry(
    "whatsapp_cloud",
    "WhatsApp Cloud",
    "Sends and receives WhatsApp messages through Meta itself, without a middleman.",
    (
        CredentialField("access_token", "Access token", "Of a system user, with both WhatsApp permissions.", True),
        CredentialField(
            "phone_number_id", "Phone number ID", "Your app → WhatsApp → API Setup, below “From”.", kind="digits"
        ),
        CredentialField(
            "business_account_id", "Business account ID", "On the same page, below the phone number ID.", kind="digits"
        ),
        _NUMBER,
        CredentialField("app_secret", "App secret", "App settings → Basic.", secret=True),
        CredentialField("verify_token", "Verify token", "Any word you choose; type the same at Meta.", secret=True),
    ),
    (
        WebhookHelp(
            "Webhook",
            "Your app → WhatsApp → Configuration → Callback URL. Subscribe to messages, the three fields of message "
            "templates, phone_number_quality_update, account_update and user_preferences.",
        ),
    ),
    "https://graph.facebook.com",
    "phone_number_id",
    shared_webhook=True,
)
GUPSHUP = CatalogueEntry(
    "gupshup",
    "Gupshup",
    "Sends and receives WhatsApp messages through Gupshup.",
    (
        CredentialField("api_key", "API key", "In Gupshup's dashboard, under your profile.", secret=True),
        CredentialField("app_name", "App name", "As it stands in the list of your apps."),
        CredentialField("app_id", "App ID", "In the app's settings; templates are submitted with it."),
        _NUMBER,
    ),
    (WebhookHelp("Callback URL", "Your app → Webhooks → Add webhook, version v2, with message and template events."),),
    "https://api.gupshup.io",
    "app_name",
)
WATI = CatalogueEntry(
    "wati",
    "WATI",
    "Sends and receives WhatsApp messages through WATI.",
    (
        CredentialField("access_token", "Access token", "On WATI's API page, without the word Bearer.", secret=True),
        CredentialField(
            "endpoint",
            "API endpoint",
            "On the same page, such as https://live-mt-server.wati.io/300123.",
            kind="url",
        ),
        _NUMBER,
    ),
    (WebhookHelp("Webhook", "Connectors → Webhooks → Add webhook, with message received and all statuses."),),
    "https://live-mt-server.wati.io",
    "",
)
