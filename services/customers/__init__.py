"""A customer's own settings: the business, and how its messages are sent."""
