"""Use cases on the embedding model of the library."""
