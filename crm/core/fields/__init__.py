"""What can be shown, filtered, sorted, exported or asked of a record, each declared once by its room."""
