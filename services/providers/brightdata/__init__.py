"""Bright Data's web scraper API: collections are triggered, told of by notices, and read as snapshots."""
