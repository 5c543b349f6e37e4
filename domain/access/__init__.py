"""Who acts, in which workspace, and what they may do there."""
