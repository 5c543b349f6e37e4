"""Measures how truly files are read, on folders of files that the caller has."""
