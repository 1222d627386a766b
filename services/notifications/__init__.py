"""The bell: what happened while nobody was looking."""
