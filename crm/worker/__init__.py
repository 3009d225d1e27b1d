"""The worker's door: does the jobs that the other doors have written down."""
