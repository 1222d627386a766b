"""A push service: makes subscriptions as a browser would, checks what is posted to them, and opens it."""
