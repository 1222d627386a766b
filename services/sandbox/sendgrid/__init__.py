"""SendGrid: Mail Send, Email Activity, signed event webhook, Inbound Parse."""
