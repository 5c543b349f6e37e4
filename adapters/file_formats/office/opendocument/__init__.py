"""Reads OpenDocument texts (.odt)."""
