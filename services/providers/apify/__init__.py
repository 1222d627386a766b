"""Apify: actors are started, told of by webhooks, and read from their datasets."""
