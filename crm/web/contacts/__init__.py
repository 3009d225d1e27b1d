"""The record page: one person or organisation, edited in place."""
