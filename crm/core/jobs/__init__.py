"""Work to be done later: a job is a row, written in the same transaction as its cause."""
