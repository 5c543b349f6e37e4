"""Files of documents, chunks and conversations for other programs."""
