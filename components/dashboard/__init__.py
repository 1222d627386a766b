"""The overview, bound to its state."""
