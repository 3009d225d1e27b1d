"""Who is the same: normal forms, comparison, and where to look for candidates."""
