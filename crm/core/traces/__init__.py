"""What an act does to rows, noted step by step, so that it can be taken back step by step."""
