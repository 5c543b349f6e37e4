"""Measurements: `make bench` prints the figures of docs/benchmarks.md, each with its bar."""
