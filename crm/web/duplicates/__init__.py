"""Duplicates: pairs that could be one, the page that makes two records one, and the one that takes a merge apart."""
