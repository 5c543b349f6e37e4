"""PostgreSQL with pgvector: documents, passages and conversations."""
