"""What the pages of the staff's door share."""
