"""Acts and views across rooms: the record page, the timeline."""
