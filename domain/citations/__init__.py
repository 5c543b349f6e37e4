"""Quotations in an answer, and where they stand in the sources."""
