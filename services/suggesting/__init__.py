"""A drafted answer for a conversation, with what it is made of. A person edits and sends it; nothing else does."""
