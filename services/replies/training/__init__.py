"""Texts written for this project, one family of paraphrases under each heading; see docs/reference/replies.md."""
