"""Leads: list, board, drawer and dialogs."""
