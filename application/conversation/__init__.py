"""Creating and reading sessions."""
