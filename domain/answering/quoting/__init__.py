"""Answering by quoting: which words of the passages answer a question, if any do."""
