"""Several models: which one answers, and which one takes over if it fails."""
