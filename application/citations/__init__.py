"""Citing the sources of an answer."""
