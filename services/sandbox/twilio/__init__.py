"""Twilio: Messages and Content APIs, status callbacks and inbound WhatsApp messages."""
