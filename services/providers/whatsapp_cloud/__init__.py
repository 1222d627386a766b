"""WhatsApp from Meta itself: the Cloud API."""
