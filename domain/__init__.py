"""Quoth's values and policies: pure Python without frameworks or I/O."""
