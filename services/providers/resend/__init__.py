"""E-mail through Resend."""
