"""May we write to this person on this channel, and why: permission, consent and suppression."""
