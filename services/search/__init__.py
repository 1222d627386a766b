"""Search everything: contacts, leads and conversations from one box."""
