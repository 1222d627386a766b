"""WhatsApp's own side of a message, the same behind every vendor: the people, the window, the statuses."""
