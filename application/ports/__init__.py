"""What the use cases need from outside: one capability a file, in domain types."""
