"""Models from the Hugging Face libraries: embeddings and tokens."""
