"""Tells a customer's people outside of the product, by the ways that each of them chose."""
