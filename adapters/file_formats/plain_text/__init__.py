"""Plain text files: their encoding and their text."""
