"""What a template may name: short names, and the same by whose they are (`contact.city`, `customer.name`)."""

VARIABLES: dict[str, str] = {
    "name": "The contact's name",
    "first_name": "Their first name",
    "company": "Their company",
    "title": "Their job title",
    "city": "Their city",
    "industry": "Their industry",
    "business": "Your business's name",
    "sender": "Your name as the sender",
    "service": "What you offer",
    "services": "Everything you offer, to join or to repeat",
    "website": "Your website",
    "phone": "Your phone number",
    "campaign_name": "The campaign's name",
}
FALLBACKS: dict[str, str] = {
    "name": "there",
    "first_name": "there",
    "company": "your business",
    "title": "your role",
    "city": "your city",
    "industry": "your field",
}
OWNERS: dict[str, dict[str, str]] = {
    "contact": {name: name for name in ("name", "first_name", "company", "title", "city", "industry")},
    "customer": {
        "name": "business",
        **{name: name for name in ("sender", "service", "services", "website", "phone")},
    },
    "campaign": {"name": "campaign_name"},
}
PATHS: dict[str, str] = {f"{owner}.{name}": short for owner, names in OWNERS.items() for name, short in names.items()}
