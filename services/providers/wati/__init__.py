"""WhatsApp through WATI."""
