"""The door of the shell: what the screens do, as commands."""
