-- Every query of Quoth, each with its name and its purpose.

-- name: claim_document
-- Register a document, or take over the one with its bytes if nobody is processing it.
INSERT INTO documents AS held
    (id, filename, file_size, content_sha256, status, uploaded_at, claim_expires_at)
VALUES ($1, $2, $3, $4, 'processing', $5, clock_timestamp() + interval '30 seconds')
ON CONFLICT (workspace_id, content_sha256) DO UPDATE
SET status = 'processing', filename = excluded.filename, error_message = NULL,
    claim_expires_at = excluded.claim_expires_at
WHERE held.status IN ('pending', 'failed')
   OR held.status = 'processing'
      AND (held.id = excluded.id OR held.claim_expires_at <= clock_timestamp())
RETURNING id, filename, file_size, content_sha256, status, uploaded_at, total_chunks,
          processing_seconds, error_message;

-- name: was_removed
-- Whether a document was removed while it was being processed.
SELECT EXISTS (SELECT FROM removed_documents WHERE id = $1);

-- name: document_by_content
-- The document with these bytes.
SELECT id, filename, file_size, content_sha256, status, uploaded_at, total_chunks,
       processing_seconds, error_message
FROM documents_as_read WHERE content_sha256 = $1;

-- name: allow_long_statements
-- For this transaction, give statements the time that thousands of index entries take.
SELECT set_config('statement_timeout', '600s', true), set_config('lock_timeout', '600s', true);

-- name: lock_adding
-- Let one caller at a time add chunks to a document.
SELECT pg_advisory_xact_lock(hashtextextended($1::uuid::text, 0));

-- name: pin_document
-- The status of a document, which then cannot be removed before the transaction ends.
SELECT status FROM documents WHERE id = $1 FOR KEY SHARE;

-- name: finish_document
-- Mark a document as processed, and keep its text.
UPDATE documents
SET status = 'processed', filename = $2, file_size = $3, uploaded_at = $4, total_chunks = $5,
    processing_seconds = $6, content = $7, error_message = NULL, claim_expires_at = NULL
WHERE id = $1;

-- name: bump_revision
-- Say that what can be found has changed.
UPDATE library_revision SET revision = revision + 1;

-- name: fail_document
-- Mark a document that is being processed as failed.
UPDATE documents SET status = 'failed', error_message = $2, claim_expires_at = NULL
WHERE id = $1 AND status = 'processing';

-- name: remove_document
-- Remove a document with its chunks and their vectors.
DELETE FROM documents WHERE id = $1 RETURNING status, total_chunks;

-- name: remember_removal
-- Refuse to renew the claim on a removed document.
INSERT INTO removed_documents (id) VALUES ($1) ON CONFLICT DO NOTHING;

-- name: forget_removals
-- Drop the memory of removals that no claim can outlast.
DELETE FROM removed_documents WHERE removed_at < now() - interval '1 day';

-- name: document
-- One document.
SELECT id, filename, file_size, content_sha256, status, uploaded_at, total_chunks,
       processing_seconds, error_message
FROM documents_as_read WHERE id = $1;

-- name: documents
-- A page of documents, newest first.
SELECT id, filename, file_size, content_sha256, status, uploaded_at, total_chunks,
       processing_seconds, error_message
FROM documents_as_read
WHERE id < coalesce($1::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff')
  AND status = coalesce($2::text, status)
ORDER BY id DESC LIMIT $3;

-- name: document_text
-- A document's text.
SELECT coalesce(content, '') AS content FROM documents WHERE id = $1;

-- name: document_chunks
-- A document's chunks in reading order; one row of nulls if it has none.
SELECT chunk_index, chunk.content, char_start, char_end, token_count
FROM documents AS document LEFT JOIN document_chunks AS chunk ON chunk.document_id = document.id
WHERE document.id = $1 ORDER BY chunk_index;

-- name: nearest_windows
-- The windows nearest to a vector by the index. Nothing is filtered before the limit, so that
-- the index stops where it is full.
WITH nearest AS MATERIALIZED (
    SELECT document_id, chunk_index, embedding <=> $1 AS distance
    FROM chunk_embeddings ORDER BY embedding <=> $1 LIMIT $2
)
SELECT nearest.distance, document.id AS document_id, document.filename, chunk.chunk_index,
       chunk.content, chunk.char_start, chunk.char_end, chunk.token_count
FROM nearest
JOIN document_chunks AS chunk USING (document_id, chunk_index)
JOIN documents AS document ON document.id = chunk.document_id AND document.status = 'processed'
ORDER BY nearest.distance + 0, chunk.document_id, chunk.chunk_index;

-- name: nearest_chunks
-- The chunks nearest to a vector, by comparing it with every window.
WITH nearest AS MATERIALIZED (
    SELECT document_id, chunk_index, min(embedding <=> $1) AS distance
    FROM chunk_embeddings GROUP BY document_id, chunk_index
    ORDER BY distance, document_id, chunk_index LIMIT $2
)
SELECT nearest.distance, document.id AS document_id, document.filename, chunk.chunk_index,
       chunk.content, chunk.char_start, chunk.char_end, chunk.token_count
FROM nearest
JOIN document_chunks AS chunk USING (document_id, chunk_index)
JOIN documents AS document ON document.id = chunk.document_id AND document.status = 'processed'
ORDER BY nearest.distance, chunk.document_id, chunk.chunk_index;

-- name: nearest_chunks_of_documents
-- The same among some documents.
WITH nearest AS MATERIALIZED (
    SELECT document_id, chunk_index, min(embedding <=> $1) AS distance
    FROM chunk_embeddings WHERE document_id = ANY($3::uuid[]) GROUP BY document_id, chunk_index
    ORDER BY distance, document_id, chunk_index LIMIT $2
)
SELECT nearest.distance, document.id AS document_id, document.filename, chunk.chunk_index,
       chunk.content, chunk.char_start, chunk.char_end, chunk.token_count
FROM nearest
JOIN document_chunks AS chunk USING (document_id, chunk_index)
JOIN documents AS document ON document.id = chunk.document_id AND document.status = 'processed'
ORDER BY nearest.distance, chunk.document_id, chunk.chunk_index;

-- name: revision
-- The number of changes so far of what can be found.
SELECT revision FROM library_revision;

-- name: create_session
-- Keep a new session.
INSERT INTO chat_sessions (id, title, created_at, updated_at) VALUES ($1, $2, $3, $4);

-- name: session
-- One session.
SELECT id, title, created_at, updated_at FROM chat_sessions WHERE id = $1;

-- name: sessions
-- A page of sessions, newest first.
SELECT id, title, created_at, updated_at FROM chat_sessions
WHERE id < coalesce($1::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff') ORDER BY id DESC LIMIT $2;

-- name: remove_session
-- Remove a session with its messages.
DELETE FROM chat_sessions WHERE id = $1 RETURNING id;

-- name: lock_session
-- Let one caller at a time begin an answer in a session.
SELECT id FROM chat_sessions WHERE id = $1 FOR UPDATE;

-- name: answer_in_progress
-- Whether an answer of a session is being written.
SELECT EXISTS (SELECT FROM chat_messages
               WHERE session_id = $1 AND lease_expires_at > clock_timestamp());

-- name: interrupt_answers
-- Give up the answer of a session whose writer is gone.
UPDATE chat_messages SET finish_reason = 'interrupted', lease_expires_at = NULL
WHERE session_id = $1 AND lease_expires_at IS NOT NULL;

-- name: add_question
-- Keep a question.
INSERT INTO chat_messages (id, session_id, role, content, created_at)
VALUES ($1, $2, 'user', $3, $4);

-- name: add_answer
-- Keep an answer that is yet to be written.
INSERT INTO chat_messages (id, session_id, role, content, created_at, lease_expires_at)
VALUES ($1, $2, 'assistant', $3, $4, clock_timestamp() + interval '30 seconds');

-- name: touch_session
-- Note when a session was last used; its first question gives it its title.
UPDATE chat_sessions
SET title = coalesce(title, $2), updated_at = greatest(updated_at, $3) WHERE id = $1;

-- name: save_answer
-- Keep what an answer has become, unless it is complete already.
UPDATE chat_messages
SET content = $2, finish_reason = $3::text, sources = $4, citations = $5, prompt_tokens = $6,
    completion_tokens = $7,
    lease_expires_at = CASE WHEN $3::text IS NULL
                            THEN clock_timestamp() + interval '30 seconds' END
WHERE id = $1 AND lease_expires_at IS NOT NULL;

-- name: message
-- One message.
SELECT id, session_id, role, content, created_at, finish_reason, sources, citations,
       prompt_tokens, completion_tokens
FROM chat_messages_as_read WHERE id = $1;

-- name: messages
-- A session's messages in their order.
SELECT id, session_id, role, content, created_at, finish_reason, sources, citations,
       prompt_tokens, completion_tokens
FROM chat_messages_as_read WHERE session_id = $1 ORDER BY position;
