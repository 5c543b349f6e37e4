-- What was assumed when a document was read, and how its processing failed.

-- In sentences for people: the encoding that was detected, the bytes that were replaced.
ALTER TABLE documents ADD COLUMN notes text[] NOT NULL DEFAULT '{}';

-- The code of the error that ended the processing. Uploads that waited for it raise the same error.
-- A document whose processing was cut off has none.
ALTER TABLE documents ADD COLUMN error_code text;
UPDATE documents SET error_code = 'processing_failed' WHERE status = 'failed';
ALTER TABLE documents ADD CHECK ((status = 'failed') = (error_code IS NOT NULL));

CREATE OR REPLACE VIEW documents_as_read AS
SELECT id, workspace_id, filename, file_size, content_sha256, uploaded_at, total_chunks,
       processing_seconds, content,
       CASE WHEN cut_off THEN 'failed' ELSE status END AS status,
       CASE WHEN cut_off
            THEN 'The processing was cut off, and nothing of the document can be found.'
                 ' Send it again to start over.'
            ELSE error_message END AS error_message,
       language, notes, error_code
FROM (SELECT *, claim_expires_at IS NOT NULL AND claim_expires_at <= statement_timestamp()
                AS cut_off
      FROM documents) AS document;
