"""The metrics of a run. No input or output here."""
