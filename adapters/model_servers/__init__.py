"""Embedding and reranking models behind HTTP, such as Ollama, vLLM, llama.cpp, TEI and vendors."""
