"""Tasks: the board, the list, one task with its people and hours."""
