-- What a file says about itself, such as the front matter of Markdown: an object whose values are
-- strings and lists of strings. Documents from before have none until they are added again.
ALTER TABLE documents ADD COLUMN metadata jsonb NOT NULL DEFAULT '{}'
    CHECK (jsonb_typeof(metadata) = 'object');

CREATE OR REPLACE VIEW documents_as_read AS
SELECT id, workspace_id, filename, file_size, content_sha256, uploaded_at, total_chunks,
       processing_seconds, content,
       CASE WHEN cut_off THEN 'failed' ELSE status END AS status,
       CASE WHEN cut_off
            THEN 'The processing was cut off, and nothing of the document can be found.'
                 ' Send it again to start over.'
            ELSE error_message END AS error_message,
       language, notes, error_code, metadata
FROM (SELECT *, claim_expires_at IS NOT NULL AND claim_expires_at <= statement_timestamp()
                AS cut_off
      FROM documents) AS document;
