"""Apify's API, simulated: actors, runs that take time, datasets, webhooks."""
