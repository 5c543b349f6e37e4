-- The language of most of the library, which short notes are taken to have, is read from this index.
CREATE INDEX documents_by_language ON documents (language) INCLUDE (total_chunks)
    WHERE status = 'processed' AND language IS NOT NULL;
