"""The change log: who did what, and when."""
