"""WATI's REST API for WhatsApp: a tenant in the path, much said with a 200, unsigned webhooks in twins."""
