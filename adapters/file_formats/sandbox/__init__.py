"""Runs parsers in processes of their own, with limits on memory, time and results."""
