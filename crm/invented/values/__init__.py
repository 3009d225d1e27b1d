"""Words that an invented coalition is made of: names, places, organisations, what people say. No database."""
