"""Who acts now, and what they may do."""
