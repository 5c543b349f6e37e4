-- Fenced claims, and the bytes that documents were made of.

-- The fencing token: the claim under which a document is processed, or was last. Who was granted an
-- earlier one can change nothing any more. Claims from before belong to servers that are gone.
ALTER TABLE documents ADD COLUMN claim_id uuid;
UPDATE documents SET claim_id = gen_random_uuid() WHERE status = 'processing';
ALTER TABLE documents ADD CHECK (status <> 'processing' OR claim_id IS NOT NULL);

-- Renewing a claim no longer inserts a document, so that no removal needs to be remembered.
DROP TABLE removed_documents;

-- The uploaded bytes as they came. Documents from before have none.
CREATE TABLE document_originals (
    document_id  uuid PRIMARY KEY REFERENCES documents ON DELETE CASCADE,
    workspace_id uuid NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000',
    content      bytea NOT NULL
);

-- Not compressed: most formats of documents are already, and a span is read without the rest.
ALTER TABLE document_originals ALTER COLUMN content SET STORAGE EXTERNAL;

-- A document that was cut off keeps its uploaded bytes, so it is no longer said to keep nothing.
CREATE OR REPLACE VIEW documents_as_read AS
SELECT id, workspace_id, filename, file_size, content_sha256, uploaded_at, total_chunks,
       processing_seconds, content,
       CASE WHEN cut_off THEN 'failed' ELSE status END AS status,
       CASE WHEN cut_off
            THEN 'The processing was cut off, and nothing of the document can be found.'
                 ' Send it again to start over.'
            ELSE error_message END AS error_message,
       language
FROM (SELECT *, claim_expires_at IS NOT NULL AND claim_expires_at <= clock_timestamp() AS cut_off
      FROM documents) AS document;
