-- Equal bytes that were uploaded under several names are one document with several names. Lists go
-- by the time of the upload.

-- Names are compared and found in NFC.
UPDATE documents SET filename = normalize(filename, NFC) WHERE filename IS NOT NFC NORMALIZED;

-- The names of a document after the first one, which is documents.filename.
CREATE TABLE other_names (
    document_id  uuid NOT NULL REFERENCES documents ON DELETE CASCADE,
    workspace_id uuid NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000',
    number       bigint GENERATED ALWAYS AS IDENTITY,  -- its order is that of the uploads
    name         text NOT NULL,
    PRIMARY KEY (document_id, name)
);

-- For patterns that begin with plain characters, such as those for one folder.
CREATE INDEX documents_by_filename ON documents (lower(filename) text_pattern_ops);
CREATE INDEX other_names_by_name ON other_names (lower(name) text_pattern_ops);

CREATE INDEX documents_by_upload ON documents (uploaded_at, id);

-- With the time of the statement, which is the same for all its rows, the planner looks through the
-- view and reads a page of documents in the order of that index.
CREATE OR REPLACE VIEW documents_as_read AS
SELECT id, workspace_id, filename, file_size, content_sha256, uploaded_at, total_chunks,
       processing_seconds, content,
       CASE WHEN cut_off THEN 'failed' ELSE status END AS status,
       CASE WHEN cut_off
            THEN 'The processing was cut off, and nothing of the document can be found.'
                 ' Send it again to start over.'
            ELSE error_message END AS error_message,
       language
FROM (SELECT *, claim_expires_at IS NOT NULL AND claim_expires_at <= statement_timestamp()
                AS cut_off
      FROM documents) AS document;

CREATE FUNCTION other_names_of(document_id uuid) RETURNS text[] STABLE LANGUAGE sql AS $$
    SELECT coalesce(array_agg(name ORDER BY number), '{}') FROM other_names AS other
    WHERE other.document_id = $1
$$;

-- The documents of which one name matches a pattern, in any case.
CREATE FUNCTION documents_named(pattern text) RETURNS SETOF uuid STABLE LANGUAGE sql AS $$
    SELECT id FROM documents WHERE lower(filename) LIKE lower(pattern)
    UNION ALL
    SELECT document_id FROM other_names WHERE lower(name) LIKE lower(pattern)
$$;

CREATE OR REPLACE FUNCTION documents_within(
    ids uuid[], filename_pattern text, uploaded_since timestamptz
) RETURNS TABLE (id uuid, total_chunks integer) STABLE LANGUAGE sql AS $$
    SELECT document.id, document.total_chunks FROM documents AS document
    WHERE document.status = 'processed'
      AND (ids IS NULL OR document.id = ANY(ids))
      AND (filename_pattern IS NULL
           OR document.id IN (SELECT named FROM documents_named(filename_pattern) AS named))
      AND (documents_within.uploaded_since IS NULL
           OR document.uploaded_at >= documents_within.uploaded_since)
$$;
