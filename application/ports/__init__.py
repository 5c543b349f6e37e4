"""What the use cases need from the outside, one capability a file, in domain terms."""
