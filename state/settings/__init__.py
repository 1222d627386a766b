"""The settings, one State a section."""
