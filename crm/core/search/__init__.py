"""The index of names: every word of every name, for searches by the first letters of any of them."""
