"""Outreach on screen: campaigns, their messages and forms."""
