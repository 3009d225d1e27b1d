"""Volunteers: the list, and what each one offers and does."""
