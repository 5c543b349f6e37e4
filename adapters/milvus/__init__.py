"""Passages in Milvus: in a cluster, or for tests in a file."""
