"""Everything true without a browser."""
