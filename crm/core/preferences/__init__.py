"""What users set on screens, for the whole coalition or for one person."""
