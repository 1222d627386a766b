"""Scraping campaigns on screen: the list, one campaign, the form."""
