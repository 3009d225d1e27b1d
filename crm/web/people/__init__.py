"""The list of people."""
