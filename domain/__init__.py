"""Pure values and policies: what Quoth knows, with no framework and no I/O."""
