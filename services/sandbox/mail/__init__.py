"""What the simulated e-mail providers share: what becomes of a mail, and how people answer it."""
