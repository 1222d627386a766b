"""Web push (RFC 8030): a message for one browser, encrypted for it alone (RFC 8291), signed with our key (RFC 8292)."""
