"""Resend: emails with idempotency keys, domains, signed events one by one, inbound emails named and fetched."""
