"""E-mail through any mail server: sent by SMTP, answers and bounces read by IMAP."""
