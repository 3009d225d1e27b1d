"""What is invented: a coalition to look around in, and very many contacts to measure with; the same every time."""
