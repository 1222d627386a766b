"""Conversations with leads: the inbox, the thread, and answering."""
