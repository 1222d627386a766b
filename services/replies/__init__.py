"""What a reply means: the first reading, by rules, in English, Hindi and Hinglish."""
