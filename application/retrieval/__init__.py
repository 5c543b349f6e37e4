"""Searching for passages."""
