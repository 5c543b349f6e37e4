-- Queries on documents: claims, additions, removals and reading.

-- name: claim_document
-- Register a document, or take over the one with the same bytes if no valid claim is on it.
INSERT INTO documents AS held (id, filename, file_size, content_sha256, status, uploaded_at,
                               claim_id, claim_expires_at)
VALUES ($1, $2, $3, $4, 'processing', $5,
        gen_random_uuid(), clock_timestamp() + interval '30 seconds')
ON CONFLICT (workspace_id, content_sha256) DO UPDATE
SET status = 'processing', filename = excluded.filename, error_message = NULL, error_code = NULL,
    claim_id = excluded.claim_id, claim_expires_at = excluded.claim_expires_at
WHERE held.status IN ('pending', 'failed')
   OR held.status = 'processing' AND held.claim_expires_at <= clock_timestamp()
RETURNING id, filename, file_size, content_sha256, status, uploaded_at, total_chunks,
          processing_seconds, error_message, language, notes, claim_id;

-- name: store_original
-- Store the uploaded bytes of a document, unless an earlier claim has stored them.
INSERT INTO document_originals (document_id, content) VALUES ($1, $2) ON CONFLICT DO NOTHING;

-- name: renew_claim
-- Extend a claim to 30 seconds from now, if the document is still being processed under it.
UPDATE documents SET claim_expires_at = clock_timestamp() + interval '30 seconds'
WHERE id = $1 AND claim_id = $2 AND status = 'processing' RETURNING id;

-- name: document_by_content
-- The document with a given SHA-256. It has an error code if an attempt failed, and none if an
-- attempt ended without a result.
SELECT id, filename, file_size, content_sha256, status, uploaded_at, total_chunks,
       processing_seconds, error_message, language, notes, error_code
FROM documents_as_read WHERE content_sha256 = $1;

-- name: allow_long_statements
-- Raise the timeouts of this transaction, which inserts thousands of index entries.
SELECT set_config('statement_timeout', '600s', true), set_config('lock_timeout', '600s', true);

-- name: lock_adding
-- Let one transaction at a time add chunks to a document.
SELECT pg_advisory_xact_lock(hashtextextended($1::uuid::text, 0));

-- name: pin_document
-- A document's status and claim. The row cannot be deleted before the transaction ends.
SELECT status, claim_id FROM documents WHERE id = $1 FOR KEY SHARE;

-- name: bump_revision
-- Increment the revision of the searchable content. The row stays locked until the transaction
-- ends: index_words and forget_words require that lock.
UPDATE library_revision SET revision = revision + 1;

-- name: finish_document
-- Store a document's text and mark it as processed, if it is still processed under the claim.
UPDATE documents
SET status = 'processed', filename = $3, file_size = $4, uploaded_at = $5, total_chunks = $6,
    processing_seconds = $7, content = $8, language = $9, notes = $10, error_message = NULL,
    claim_expires_at = NULL
WHERE id = $1 AND claim_id = $2 AND status = 'processing' RETURNING id;

-- name: index_words
-- Add a document's words to the postings and the statistics.
SELECT index_words($1);

-- name: forget_words
-- Remove a document's words from the postings and the statistics.
SELECT forget_words($1);

-- name: fail_document
-- Mark a document as failed, if it is still being processed under the claim.
UPDATE documents SET status = 'failed', error_message = $3, error_code = $4, claim_expires_at = NULL
WHERE id = $1 AND claim_id = $2 AND status = 'processing' RETURNING id;

-- name: release_claim
-- End a claim without a result. Nobody holds the new token.
UPDATE documents SET claim_id = gen_random_uuid(), claim_expires_at = clock_timestamp()
WHERE id = $1 AND claim_id = $2 AND status = 'processing' RETURNING id;

-- name: remove_document
-- Delete a document with its uploaded bytes, its chunks and their embeddings.
DELETE FROM documents WHERE id = $1 RETURNING total_chunks;

-- name: document
-- One document.
SELECT id, filename, file_size, content_sha256, status, uploaded_at, total_chunks,
       processing_seconds, error_message, language, notes
FROM documents_as_read WHERE id = $1;

-- name: documents
-- A page of documents, newest first, filtered by status ($2) and a pattern of the name ($3).
SELECT id, filename, file_size, content_sha256, status, uploaded_at, total_chunks,
       processing_seconds, error_message, language, notes
FROM documents_as_read
WHERE id < coalesce($1::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff')
  AND status = coalesce($2::text, status)
  AND ($3::text IS NULL OR filename ILIKE $3)
ORDER BY id DESC LIMIT $4;

-- name: document_text
-- $3 characters of a document's text from position $2, counted from 1.
SELECT substr(coalesce(content, ''), $2, $3) AS content FROM documents WHERE id = $1;

-- name: document_chunks
-- A document's chunks in reading order; one row of nulls if it has none.
SELECT chunk_index, chunk.content, char_start, char_end, token_count
FROM documents AS document LEFT JOIN document_chunks AS chunk ON chunk.document_id = document.id
WHERE document.id = $1 ORDER BY chunk_index;
