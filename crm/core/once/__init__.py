"""What was sent twice is done once: each form that is drawn carries a key, and the act that it causes takes it."""
