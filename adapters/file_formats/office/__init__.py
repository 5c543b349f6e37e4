"""Readers of the files of word processors and presentations."""
