"""What people allow: so far, the addresses that must never be written to again."""
