"""LinkedIn's Lead Sync API, simulated: forms, responses, subscriptions, signed notifications."""
