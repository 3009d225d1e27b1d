"""Backups: made while others write, checked by opening them, refused when a single bit is wrong, restored whole."""
