"""Documents, their chunks, and how a text is cut into them."""
