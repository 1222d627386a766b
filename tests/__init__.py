"""Tests: one module per module of the product, names are sentences about behaviour."""
