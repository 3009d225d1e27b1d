"""Acts of segments: saved views, exports."""
