"""Traces and metrics: decorators over ports, which know neither what they wrap nor each other."""
