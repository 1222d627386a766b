"""Clock and hands: one thin module a noun."""
