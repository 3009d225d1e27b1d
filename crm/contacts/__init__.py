"""People and organisations, the ways to reach them, who belongs where, tags."""
