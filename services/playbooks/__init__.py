"""What is known about an industry before its first customer types a word."""
