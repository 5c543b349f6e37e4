"""Opening and reading sessions."""
