"""Stores and search on PostgreSQL with pgvector."""
