"""Forms of signing up and in."""
