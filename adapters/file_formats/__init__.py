"""Reads files of many formats. Each format is a reader; the registry lists them."""
