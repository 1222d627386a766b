"""Measures the product's figures; `make bench` runs each module and prints a small table."""
