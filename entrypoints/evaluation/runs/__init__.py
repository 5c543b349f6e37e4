"""Runs the questions of a dataset through search and answering."""
