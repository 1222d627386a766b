"""Writing to contacts and leads: queueing, the crash-safe sending machine, receipts and reconciliation."""
