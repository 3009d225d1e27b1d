"""Logging a contact, from a record or from anywhere."""
