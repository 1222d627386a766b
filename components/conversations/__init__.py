"""Conversations: inbox, thread, composer and the person."""
