"""A customer's accounts at providers: keys, tests, and the sandbox that stands in for them."""
