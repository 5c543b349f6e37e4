-- The vectors that chunks are found by: one for each window that the embedder reads at a time.

CREATE TABLE chunk_embeddings (
    document_id  uuid NOT NULL,
    chunk_index  integer NOT NULL,
    window_index integer NOT NULL CHECK (window_index >= 0),
    workspace_id uuid NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000',
    embedding    halfvec({dimension}) NOT NULL,
    PRIMARY KEY (document_id, chunk_index, window_index),
    FOREIGN KEY (document_id, chunk_index) REFERENCES document_chunks ON DELETE CASCADE
);

-- HNSW grows with its rows, so it is as good when made on an empty table.
CREATE INDEX chunk_embeddings_nearest ON chunk_embeddings
    USING hnsw (embedding halfvec_cosine_ops);

-- Grows with every change of what can be found.
CREATE TABLE library_revision (
    workspace_id uuid PRIMARY KEY DEFAULT '00000000-0000-0000-0000-000000000000',
    revision     bigint NOT NULL DEFAULT 0
);
INSERT INTO library_revision DEFAULT VALUES;
