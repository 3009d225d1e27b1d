"""Who works here: users, roles, teams, sessions, links that let somebody in."""
