"""Readers for sets of labelled questions."""
