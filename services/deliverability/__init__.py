"""Whether mail from a customer's domain is believed: SPF, DKIM and DMARC, and the record to add where it is not."""
