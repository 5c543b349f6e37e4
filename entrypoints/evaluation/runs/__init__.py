"""Searching and answering the questions of a set."""
