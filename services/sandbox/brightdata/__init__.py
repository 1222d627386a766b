"""Bright Data's web scraper API, simulated: triggers, progress, snapshots that are built, notices."""
