"""The tables, charts and HTML report of a run."""
