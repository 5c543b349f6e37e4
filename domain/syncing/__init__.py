"""Making a collection equal to a source: what is listed, what is remembered, what to do."""
