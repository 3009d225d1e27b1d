"""Interactions and the follow-ups that come out of them."""
