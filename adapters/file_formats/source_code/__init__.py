"""Source code as it is."""
