"""People who offered their time."""
