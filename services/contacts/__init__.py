"""Contacts: find, read, change, export."""
