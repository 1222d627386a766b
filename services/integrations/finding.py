"""The catalogue's accounts that find contacts on sites with terms of their own: connected by those who accept them."""

from services.integrations.types import CatalogueEntry, CredentialField, Purpose

_TERMS = (
    "I have read the terms of {title}, Google Maps and LinkedIn, which restrict automated collection. "
    "I may use what is found, and I answer for how I use it."
)


def _limit() -> CredentialField:
    help_text = "₹500 when left empty. Each search is also held against the month's budget for finding contacts."
    return CredentialField(
        "most_per_search", "Most that one search may cost, in ₹", help_text, required=False, kind="number"
    )


def _terms(title: str) -> CredentialField:
    return CredentialField("terms", "Terms of use", _TERMS.format(title=title), kind="consent")


APIFY = CatalogueEntry(
    "apify",
    "Apify",
    "Finds businesses on Google Maps and people on LinkedIn. Each search costs money.",
    (
        CredentialField("token", "API token", "Apify Console → Settings → API & Integrations.", secret=True),
        _limit(),
        CredentialField(
            "maps_actor", "Actor for Google Maps", "compass/crawler-google-places when left empty.", required=False
        ),
        CredentialField(
            "linkedin_actor",
            "Actor for LinkedIn",
            "harvestapi/linkedin-profile-search when left empty.",
            required=False,
        ),
        _terms("Apify"),
    ),
    (),
    "https://api.apify.com",
    "",
    group=Purpose.FINDING,
)
BRIGHTDATA = CatalogueEntry(
    "brightdata",
    "Bright Data",
    "Finds businesses on Google Maps and reads LinkedIn profiles that you list. Each record costs money.",
    (
        CredentialField("api_key", "API key", "Account settings → Users and API keys.", secret=True),
        _limit(),
        CredentialField(
            "maps_dataset", "Dataset for Google Maps", "gd_m8ebnr0q2qlklc02fz when left empty.", required=False
        ),
        CredentialField(
            "linkedin_dataset", "Dataset for LinkedIn people", "gd_l1viktl72bvl7bjuj0 when left empty.", required=False
        ),
        _terms("Bright Data"),
    ),
    (),
    "https://api.brightdata.com",
    "",
    group=Purpose.FINDING,
)
