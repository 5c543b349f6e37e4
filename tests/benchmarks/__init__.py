"""Benchmarks: `make bench` prints the metrics of docs/benchmarks.md, each with its target."""
