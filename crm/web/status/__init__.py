"""Is it well: /healthz for machines."""
