"""Campaigns, memberships and stages: where a contact stands towards the coalition."""
