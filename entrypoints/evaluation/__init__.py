"""Measuring retrieval on a set of questions whose right documents are known."""
