"""Answering a question: begin, write, follow, cancel."""
