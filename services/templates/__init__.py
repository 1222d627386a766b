"""Message templates: variables, fall-backs, limits, who writes and how to stop."""
