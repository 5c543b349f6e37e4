"""`quoth embedder`: the embedding models as a service, for many servers and workers."""
