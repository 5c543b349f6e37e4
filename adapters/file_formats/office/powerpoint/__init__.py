"""Reads PowerPoint presentations (.pptx)."""
