"""Saved questions over contacts and everything around them."""
