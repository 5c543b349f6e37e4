"""The events, the record and the prompt of an answer."""
