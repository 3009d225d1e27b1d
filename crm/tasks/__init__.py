"""Work with places to fill, and who fills them."""
