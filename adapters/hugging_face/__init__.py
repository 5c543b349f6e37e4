"""Embedding models, rerankers and tokenizers of the Hugging Face libraries."""
