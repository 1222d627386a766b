"""Reports: what the product knows about how well things go."""
