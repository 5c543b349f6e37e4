"""Counting what clients and workspaces use."""
