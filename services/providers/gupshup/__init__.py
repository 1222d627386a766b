"""WhatsApp through Gupshup."""
