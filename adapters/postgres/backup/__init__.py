"""Backups of the whole database: one file, written from one snapshot and loaded in one step."""
