"""People: signing up and in, their browsers' sessions, and the customers they work for."""
