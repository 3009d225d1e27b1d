"""Uploaded and made files, kept outside the web root under the data folder."""
