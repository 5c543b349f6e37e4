"""Caches and limits that replicas share, in Valkey or Redis."""
