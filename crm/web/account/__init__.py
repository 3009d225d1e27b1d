"""Signing in and out, links of invitation, my profile."""
