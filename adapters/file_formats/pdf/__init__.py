"""PDF: its text in reading order, and where each word stands on its page."""
