"""Runs of scraping campaigns: search, recognise, merge, score, store."""
