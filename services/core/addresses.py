"""Phones, e-mails and domains in one spelling each: what contacts are matched and reached by."""

from services.core.domains import SHARED_HOSTS, host_of, is_host_name, registrable_domain
from services.core.emails import is_automated, normalise_email
from services.core.finding import find_emails
from services.core.phones import PhoneMatch, find_phones, is_mobile, normalise_phone, phone_matches

__all__ = [
    "SHARED_HOSTS",
    "PhoneMatch",
    "find_emails",
    "find_phones",
    "host_of",
    "is_automated",
    "is_host_name",
    "is_mobile",
    "normalise_email",
    "normalise_phone",
    "phone_matches",
    "registrable_domain",
]
