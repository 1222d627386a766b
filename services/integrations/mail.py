"""The catalogue's accounts that send and receive e-mail."""

from services.integrations.types import CatalogueEntry, CredentialField, WebhookHelp

_NAME = CredentialField("from_name", "From name", "Your business, when left empty.", required=False)

RESEND = CatalogueEntry(
    "resend",
    "Resend",
    "Sends email and receives the answers.",
    (
        CredentialField("api_key", "API key", "API Keys, with sending access.", secret=True, starts_with="re_"),
        CredentialField("from", "From address", "On a domain that Resend has verified.", kind="email"),
        _NAME,
        CredentialField(
            "webhook_secret",
            "Signing secret",
            "On the webhook's page at Resend. Without it, bounces and answers stay unknown.",
            secret=True,
            required=False,
            starts_with="whsec_",
        ),
        CredentialField(
            "reply_domain",
            "Reply domain",
            "A domain that receives at Resend, such as in.yourbusiness.in. Without it, you get answers by email. "
            "With it, the API key needs full access.",
            required=False,
            kind="host",
        ),
    ),
    (WebhookHelp("Events and answers", "Webhooks → Add webhook → Endpoint URL, with all “email.” events."),),
    "https://api.resend.com",
    "from",
)
SMTP = CatalogueEntry(
    "smtp",
    "Mail server (SMTP and IMAP)",
    "Sends email through any mail server, and reads the answers in its mailbox.",
    (
        CredentialField("host", "Outgoing server", "The SMTP server, such as smtp.yourbusiness.in.", kind="host"),
        CredentialField("port", "Its port", "587 when left empty; 465 also works.", required=False, kind="number"),
        CredentialField("username", "User name", "Most often the email address.", required=False),
        CredentialField("password", "Password", "An app password, where the server has such.", True, required=False),
        CredentialField("from", "From address", "One that this server may send from.", kind="email"),
        _NAME,
        CredentialField(
            "imap_host",
            "Incoming server",
            "The IMAP server. Without it, bounces stay unknown and you get answers by email.",
            required=False,
            kind="host",
        ),
        CredentialField("imap_port", "Its port", "993 when left empty.", required=False, kind="number"),
        CredentialField("imap_username", "Its user name", "The one above when left empty.", required=False),
        CredentialField("imap_password", "Its password", "The one above when left empty.", True, required=False),
        CredentialField(
            "bounce_address",
            "Address for bounces",
            "In the same mailbox, where plus-addresses work: bounces+… is added by itself.",
            required=False,
            kind="email",
        ),
        CredentialField(
            "reply_domain",
            "Reply domain",
            "One whose every address arrives in this mailbox. Not needed: answers are known by their thread.",
            required=False,
            kind="host",
        ),
        CredentialField("per_second", "Emails a second, at most", "10 when left empty.", required=False, kind="number"),
        CredentialField("dkim_selector", "DKIM selector", "Only when this server does not sign.", required=False),
        CredentialField("dkim_key", "DKIM private key", "The PEM file's text, RSA.", True, required=False),
    ),
    (),
    "",
    "from",
)
