"""Texts to be signed, and the signatures under them."""
