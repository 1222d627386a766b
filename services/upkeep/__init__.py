"""What keeps the database small."""
