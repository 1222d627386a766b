"""Contacts on screen: the list, the drawer, the dialogs."""
