"""From a clone to an address: the database brought up to date, the pages built once, one port served."""

PLACEHOLDER = "http://origin.leadgen.invalid"
"""Stands for the product's address while the pages are built; see origin.py."""
