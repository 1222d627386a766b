"""Meta's WhatsApp Cloud API: messages, templates and their review, signed webhooks."""
