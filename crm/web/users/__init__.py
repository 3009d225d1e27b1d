"""Who works here: users, their roles and teams."""
