"""Campaigns and their dates."""
