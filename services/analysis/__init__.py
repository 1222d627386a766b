"""A language model's words about promising contacts and leads: beside the score, never in it."""
