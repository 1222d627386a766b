"""Conversation: one State class behind each page."""
