"""What is promised, by day."""
