"""What a page says about a business: addresses, names and places, each with how it was read."""

from services.web.extract.document import Document
from services.web.extract.facts import PageFacts, Person, Reading
from services.web.extract.page import read_document, read_emails_and_phones, read_page

__all__ = ["Document", "PageFacts", "Person", "Reading", "read_document", "read_emails_and_phones", "read_page"]
