"""Contacts from files: read, mapped, checked, stored in batches, and taken back when they were a mistake."""
