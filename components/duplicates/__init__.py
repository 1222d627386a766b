"""Duplicates: pairs side by side, and the history of merges."""
