"""Models that take a label, attributes or codes."""
