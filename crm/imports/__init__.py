"""Other people's spreadsheets: read, matched, reviewed, brought in, taken back."""
