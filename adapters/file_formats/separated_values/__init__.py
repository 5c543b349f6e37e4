"""Separated values: .csv and .tsv."""
