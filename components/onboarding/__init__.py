"""The wizard: one module a step, bound to its state."""
