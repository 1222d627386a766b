"""Automatic replies: a question that the facts answer is answered by itself, where a campaign allows it."""
