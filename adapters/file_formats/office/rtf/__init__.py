"""Reads documents in the Rich Text Format (.rtf)."""
