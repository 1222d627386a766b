"""A mail server: takes mail by SMTP, reports bounces and brings answers into a mailbox that is read by IMAP."""
