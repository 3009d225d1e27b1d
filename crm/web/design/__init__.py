"""The page of all components in all states, for developers only."""
