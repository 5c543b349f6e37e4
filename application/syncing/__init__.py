"""Making a collection equal to a source of documents."""
