"""The list of a customer's background work, on either engine."""
