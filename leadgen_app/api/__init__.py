"""HTTP in: one module a topic."""
