"""Real sources for tests, which are changed file by file."""
