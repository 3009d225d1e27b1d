"""What can be done with any list: its columns, its views, acts on many rows, export."""
