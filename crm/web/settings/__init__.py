"""What holds for everybody: the coalition's name and logo, the mail servers."""
