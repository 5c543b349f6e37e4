-- Documents and the chunks that they are cut into.
--
-- workspace_id is room for keeping several libraries apart; so far there is one.

CREATE TABLE documents (
    id                 uuid PRIMARY KEY,  -- UUIDv7: its order is the order of arrival
    workspace_id       uuid NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000',
    filename           text NOT NULL,
    file_size          bigint NOT NULL CHECK (file_size >= 0),
    content_sha256     text NOT NULL CHECK (content_sha256 ~ '^[0-9a-f]{64}$'),
    status             text NOT NULL
                       CHECK (status IN ('pending', 'processing', 'processed', 'failed')),
    uploaded_at        timestamptz NOT NULL,
    total_chunks       integer NOT NULL DEFAULT 0 CHECK (total_chunks >= 0),
    processing_seconds double precision,
    error_message      text,
    content            text,
    claim_expires_at   timestamptz,
    UNIQUE (workspace_id, content_sha256),
    CHECK ((status = 'processing') = (claim_expires_at IS NOT NULL)),
    CHECK ((status = 'processed') = (content IS NOT NULL)),
    CHECK ((status = 'failed') = (error_message IS NOT NULL))
);

-- A document as it reads: one whose processing was cut off has failed.
CREATE VIEW documents_as_read AS
SELECT id, workspace_id, filename, file_size, content_sha256, uploaded_at, total_chunks,
       processing_seconds, content,
       CASE WHEN cut_off THEN 'failed' ELSE status END AS status,
       CASE WHEN cut_off
            THEN 'The processing was cut off, and nothing of the document was kept.'
                 ' Send it again to start over.'
            ELSE error_message END AS error_message
FROM (SELECT *, claim_expires_at IS NOT NULL AND claim_expires_at <= clock_timestamp() AS cut_off
      FROM documents) AS document;

-- Documents that were removed while they were processed: a claim that is renewed a moment too
-- late must not bring one back.
CREATE TABLE removed_documents (
    id         uuid PRIMARY KEY,
    removed_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE document_chunks (
    document_id  uuid NOT NULL REFERENCES documents ON DELETE CASCADE,
    chunk_index  integer NOT NULL CHECK (chunk_index >= 0),
    workspace_id uuid NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000',
    content      text NOT NULL,
    char_start   integer NOT NULL CHECK (char_start >= 0),
    char_end     integer NOT NULL CHECK (char_end >= char_start),
    token_count  integer NOT NULL CHECK (token_count >= 0),
    PRIMARY KEY (document_id, chunk_index)
);
