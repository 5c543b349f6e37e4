"""JSON and JSON Lines as text that people read."""
