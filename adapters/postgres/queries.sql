-- The queries, each with its name and its purpose.

-- name: claim_document
-- Register a document, or take over the one with the same bytes if no valid claim is on it.
INSERT INTO documents AS held (id, filename, file_size, content_sha256, status, uploaded_at,
                               claim_id, claim_expires_at)
VALUES ($1, $2, $3, $4, 'processing', $5,
        gen_random_uuid(), clock_timestamp() + interval '30 seconds')
ON CONFLICT (workspace_id, content_sha256) DO UPDATE
SET status = 'processing', filename = excluded.filename, error_message = NULL,
    claim_id = excluded.claim_id, claim_expires_at = excluded.claim_expires_at
WHERE held.status IN ('pending', 'failed')
   OR held.status = 'processing' AND held.claim_expires_at <= clock_timestamp()
RETURNING id, filename, file_size, content_sha256, status, uploaded_at, total_chunks,
          processing_seconds, error_message, language, claim_id;

-- name: store_original
-- Store the uploaded bytes of a document, unless an earlier claim has stored them.
INSERT INTO document_originals (document_id, content) VALUES ($1, $2) ON CONFLICT DO NOTHING;

-- name: renew_claim
-- Extend a claim to 30 seconds from now, if the document is still being processed under it.
UPDATE documents SET claim_expires_at = clock_timestamp() + interval '30 seconds'
WHERE id = $1 AND claim_id = $2 AND status = 'processing' RETURNING id;

-- name: document_by_content
-- The document with a given SHA-256.
SELECT id, filename, file_size, content_sha256, status, uploaded_at, total_chunks,
       processing_seconds, error_message, language
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
    processing_seconds = $7, content = $8, language = $9, error_message = NULL,
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
UPDATE documents SET status = 'failed', error_message = $3, claim_expires_at = NULL
WHERE id = $1 AND claim_id = $2 AND status = 'processing' RETURNING id;

-- name: remove_document
-- Delete a document with its uploaded bytes, its chunks and their embeddings.
DELETE FROM documents WHERE id = $1 RETURNING total_chunks;

-- name: document
-- One document.
SELECT id, filename, file_size, content_sha256, status, uploaded_at, total_chunks,
       processing_seconds, error_message, language
FROM documents_as_read WHERE id = $1;

-- name: documents
-- A page of documents, newest first, filtered by status ($2) and a pattern of the name ($3).
SELECT id, filename, file_size, content_sha256, status, uploaded_at, total_chunks,
       processing_seconds, error_message, language
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

-- name: question_words
-- The words of a question, stemmed for each language of the library, with their statistics.
SELECT held.configuration, held.chunk_count,
       held.total_length::float8 / held.chunk_count AS average_length,
       lexemes.id AS lexeme_id, coalesce(lexemes.chunk_count, 0) AS document_frequency
FROM lexical_statistics AS held
CROSS JOIN unnest(to_tsvector(held.configuration::regconfig, words_of($1))) AS word
LEFT JOIN lexemes
     ON lexemes.configuration = held.configuration AND lexemes.lexeme = word.lexeme;

-- The next two queries search by BM25. The score of a chunk is the sum, over the terms of the
-- question, of
--
--     weight * tf / (tf + FLAT + slope * length)
--   = weight / (1 + (FLAT + slope * length) / tf)
--
-- where tf is postings.frequency, length is postings.length and FLAT is $7. The queries use the
-- second form. bm25.py derives weight, slope and FLAT from idf, k1 and b. A term adds less than its
-- weight to a score.
--
-- A common term has too many postings to read in full. The caller therefore splits the question
-- into rarer terms ($1 to $3: ids, weights, slopes) and commoner terms ($4 to $6: the same).
--
-- 1. found: read every posting of the rarer terms, add the scores by chunk, and take the $8 chunks
--    with the highest sums.
-- 2. best, its WHERE: let t be the $9-th highest of these sums. The commoner terms add less than
--    the sum of their weights, so a chunk whose sum is below t minus their weights cannot be among
--    the best $9 and is skipped. With no commoner terms, or fewer than $9 chunks, t minus the
--    weights is null, coalesce makes it 0, and no chunk is skipped.
-- 3. best, its SELECT: look up each remaining chunk under each commoner term, in the primary key of
--    postings, and add the scores. Take the $9 chunks with the highest totals.
--
-- Without commoner terms the result is exact. With them it can miss a chunk that has no rarer term,
-- or whose sum in step 1 is not among the $8 highest. The rows are in no order: the query
-- `candidates` computes the scores again, and passage_index.py sorts by them.
--
-- chunks_by_words_within adds one condition to step 1, its WHERE: it reads the postings of only the
-- documents that pass a filter ($10 to $12). The statistics are still those of the whole library.
--
-- name: chunks_by_words
-- The $9 chunks with the highest BM25 scores.
WITH found AS MATERIALIZED (
    SELECT document_number, chunk_index,
           sum(weight / (1 + ($7::float8 + slope * length) / frequency)) AS score
    FROM unnest($1::int[], $2::float8[], $3::float8[]) AS term (lexeme_id, weight, slope)
    JOIN postings USING (lexeme_id)
    GROUP BY document_number, chunk_index ORDER BY score DESC LIMIT $8
), best AS MATERIALIZED (
    SELECT document_number, chunk_index, score + coalesce((
        SELECT sum(weight / (1 + ($7::float8 + slope * length) / frequency))
        FROM unnest($4::int[], $5::float8[], $6::float8[]) AS term (lexeme_id, weight, slope)
        JOIN postings ON postings.lexeme_id = term.lexeme_id
             AND postings.document_number = found.document_number
             AND postings.chunk_index = found.chunk_index), 0) AS score
    FROM found
    WHERE score >= coalesce((SELECT score FROM found ORDER BY score DESC OFFSET $9 - 1 LIMIT 1)
                            - (SELECT sum(weight) FROM unnest($5::float8[]) AS weight), 0)
    ORDER BY score DESC, document_number, chunk_index LIMIT $9
)
SELECT document_id, chunk_index
FROM best JOIN indexed_documents ON number = document_number;

-- name: chunks_by_words_within
-- The $9 chunks with the highest BM25 scores in the documents that pass a filter ($10 to $12).
WITH found AS MATERIALIZED (
    SELECT document_number, chunk_index,
           sum(weight / (1 + ($7::float8 + slope * length) / frequency)) AS score
    FROM unnest($1::int[], $2::float8[], $3::float8[]) AS term (lexeme_id, weight, slope)
    JOIN postings USING (lexeme_id)
    WHERE document_number IN (
        SELECT number FROM documents_within($10, $11, $12) AS document
        JOIN indexed_documents ON document_id = document.id)
    GROUP BY document_number, chunk_index ORDER BY score DESC LIMIT $8
), best AS MATERIALIZED (
    SELECT document_number, chunk_index, score + coalesce((
        SELECT sum(weight / (1 + ($7::float8 + slope * length) / frequency))
        FROM unnest($4::int[], $5::float8[], $6::float8[]) AS term (lexeme_id, weight, slope)
        JOIN postings ON postings.lexeme_id = term.lexeme_id
             AND postings.document_number = found.document_number
             AND postings.chunk_index = found.chunk_index), 0) AS score
    FROM found
    WHERE score >= coalesce((SELECT score FROM found ORDER BY score DESC OFFSET $9 - 1 LIMIT 1)
                            - (SELECT sum(weight) FROM unnest($5::float8[]) AS weight), 0)
    ORDER BY score DESC, document_number, chunk_index LIMIT $9
)
SELECT document_id, chunk_index
FROM best JOIN indexed_documents ON number = document_number;

-- name: plan_for_values
-- Plan each statement of this transaction for its actual parameters: the best plan for a filtered
-- search depends on how many documents pass the filter.
SELECT set_config('plan_cache_mode', 'force_custom_plan', true);

-- name: chunks_within
-- The number of chunks in the documents that pass a filter.
SELECT coalesce(sum(total_chunks), 0) FROM documents_within($1, $2, $3);

-- name: nearest_windows
-- The windows nearest to a vector, by the HNSW index. The CTE has no condition: with one, the
-- index scan would go on to replace the rows that fail it. The outer ORDER BY sorts the rows, which
-- the scan returns in relaxed order; `+ 0` keeps the planner from taking them for sorted.
WITH nearest AS MATERIALIZED (
    SELECT document_id, chunk_index, embedding <=> $1 AS distance
    FROM chunk_embeddings ORDER BY embedding <=> $1 LIMIT $2
)
SELECT document_id, chunk_index
FROM nearest ORDER BY distance + 0, document_id, chunk_index;

-- name: nearest_windows_within
-- The windows nearest to a vector in the documents that pass a filter ($3 to $5), by the HNSW
-- index. The scan continues until $2 windows pass, or ends early at hnsw.max_scan_tuples.
WITH nearest AS MATERIALIZED (
    SELECT document_id, chunk_index, embedding <=> $1 AS distance
    FROM chunk_embeddings
    WHERE EXISTS (SELECT FROM documents_within($3, $4, $5) AS document
                  WHERE document.id = document_id)
    ORDER BY embedding <=> $1 LIMIT $2
)
SELECT document_id, chunk_index
FROM nearest ORDER BY distance + 0, document_id, chunk_index;

-- name: nearest_chunks_within
-- The chunks nearest to a vector, by an exact scan of the windows that pass a filter ($3 to $5).
SELECT document_id, chunk_index
FROM chunk_embeddings JOIN documents_within($3, $4, $5) AS document ON document.id = document_id
GROUP BY document_id, chunk_index
ORDER BY min(embedding <=> $1), document_id, chunk_index LIMIT $2;

-- name: candidates
-- The given chunks ($2, $3) with both exact scores: the distance of the best window to a vector
-- ($1), and BM25 over all terms of a question ($4 to $7, as in chunks_by_words).
SELECT document.id AS document_id, document.filename, chunk.chunk_index, chunk.content,
       chunk.char_start, chunk.char_end, chunk.token_count,
       (SELECT min(embedding <=> $1) FROM chunk_embeddings AS embedded
        WHERE embedded.document_id = chunk.document_id
          AND embedded.chunk_index = chunk.chunk_index) AS distance,
       coalesce((
        SELECT sum(weight / (1 + ($7::float8 + slope * length) / frequency))
        FROM unnest($4::int[], $5::float8[], $6::float8[]) AS term (lexeme_id, weight, slope)
        JOIN postings ON postings.lexeme_id = term.lexeme_id
             AND postings.document_number = indexed.number
             AND postings.chunk_index = chunk.chunk_index), 0) AS bm25
FROM unnest($2::uuid[], $3::int[]) AS found (document_id, chunk_index)
JOIN document_chunks AS chunk USING (document_id, chunk_index)
JOIN documents AS document ON document.id = chunk.document_id
JOIN indexed_documents AS indexed ON indexed.document_id = chunk.document_id;

-- name: revision
-- The revision of the searchable content.
SELECT revision FROM library_revision;

-- name: create_session
-- Store a new session.
INSERT INTO chat_sessions (id, title, created_at, updated_at) VALUES ($1, $2, $3, $4);

-- name: session
-- One session.
SELECT id, title, created_at, updated_at FROM chat_sessions WHERE id = $1;

-- name: sessions
-- A page of sessions, newest first; with a pattern ($2), those whose title or messages match it.
SELECT id, title, created_at, updated_at FROM chat_sessions AS chat
WHERE id < coalesce($1::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff')
  AND ($2::text IS NULL OR title ILIKE $2
       OR EXISTS (SELECT FROM chat_messages WHERE session_id = chat.id AND content ILIKE $2))
ORDER BY id DESC LIMIT $3;

-- name: rename_session
-- Change a session's title.
UPDATE chat_sessions SET title = $2 WHERE id = $1 RETURNING id, title, created_at, updated_at;

-- name: remove_session
-- Delete a session with its messages.
DELETE FROM chat_sessions WHERE id = $1 RETURNING id;

-- name: lock_session
-- Let one transaction at a time begin an answer in a session.
SELECT id FROM chat_sessions WHERE id = $1 FOR UPDATE;

-- name: answer_in_progress
-- Whether an answer in a session is being written: its lease has not expired.
SELECT EXISTS (SELECT FROM chat_messages
               WHERE session_id = $1 AND lease_expires_at > clock_timestamp());

-- name: interrupt_answers
-- Mark a session's unfinished answer as interrupted; the caller has checked that its lease expired.
UPDATE chat_messages SET finish_reason = 'interrupted', lease_expires_at = NULL
WHERE session_id = $1 AND lease_expires_at IS NOT NULL;

-- name: add_question
-- Store a question.
INSERT INTO chat_messages (id, session_id, role, content, created_at)
VALUES ($1, $2, 'user', $3, $4);

-- name: add_answer
-- Store an answer that is yet to be written, with a lease of 5 seconds.
INSERT INTO chat_messages (id, session_id, role, content, created_at, lease_expires_at)
VALUES ($1, $2, 'assistant', $3, $4, clock_timestamp() + interval '5 seconds');

-- name: touch_session
-- Update when a session was last used, and set its title if it has none.
UPDATE chat_sessions
SET title = coalesce(title, $2), updated_at = greatest(updated_at, $3) WHERE id = $1;

-- name: save_answer
-- Save an answer as far as it is written and renew its lease, unless it is complete already.
UPDATE chat_messages
SET content = $2, finish_reason = $3::text, sources = $4, citations = $5, prompt_tokens = $6,
    completion_tokens = $7, stream = $8, outcome = $9, considered = $10,
    lease_expires_at = CASE WHEN $3::text IS NULL
                            THEN clock_timestamp() + interval '5 seconds' END
WHERE id = $1 AND lease_expires_at IS NOT NULL
RETURNING id;

-- name: message
-- One message.
SELECT id, session_id, role, content, created_at, finish_reason, sources, citations,
       prompt_tokens, completion_tokens, stream, outcome, considered
FROM chat_messages_as_read WHERE id = $1;

-- name: messages
-- A session's messages in order, without the passages that their searches considered.
SELECT id, session_id, role, content, created_at, finish_reason, sources, citations,
       prompt_tokens, completion_tokens, stream, outcome, '[]'::jsonb AS considered
FROM chat_messages_as_read WHERE session_id = $1 ORDER BY position;

-- name: forget_keys
-- Delete expired keys, except those that another transaction is deleting.
DELETE FROM idempotency_keys WHERE (operation, key) IN (
    SELECT operation, key FROM idempotency_keys
    WHERE taken_at < now() - interval '24 hours' FOR UPDATE SKIP LOCKED);

-- name: take_key
-- Store a key unless it is taken; if another transaction is storing it, wait for its end.
INSERT INTO idempotency_keys (operation, key, fingerprint, subject_id)
VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING;

-- name: key
-- The request and the id that a key was taken for.
SELECT fingerprint, subject_id FROM idempotency_keys WHERE operation = $1 AND key = $2;
