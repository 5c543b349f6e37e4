"""Adding and removing documents."""
