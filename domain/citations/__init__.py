"""Quotations in an answer, and their places in the sources."""
