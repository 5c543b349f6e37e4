"""Spreadsheets: their cells as tables, with the rows in which they stand."""
