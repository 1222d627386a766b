"""Gupshup's self-serve API for WhatsApp: forms in, JSON out, unsigned webhooks."""
