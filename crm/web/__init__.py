"""The staff's door: pages for people who have signed in."""
