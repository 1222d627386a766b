"""What providers tell us, turned into statuses, replies and leads."""
