-- Every query of Quoth, each with its name and its purpose.

-- name: claim_document
-- Register a document, or take over the one with its bytes if nobody is processing it.
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
-- Keep the uploaded bytes of a document. One that is claimed again has them already.
INSERT INTO document_originals (document_id, content) VALUES ($1, $2) ON CONFLICT DO NOTHING;

-- name: renew_claim
-- Let a claim last longer, if the document is still processed under it.
UPDATE documents SET claim_expires_at = clock_timestamp() + interval '30 seconds'
WHERE id = $1 AND claim_id = $2 AND status = 'processing' RETURNING id;

-- name: document_by_content
-- The document with these bytes.
SELECT id, filename, file_size, content_sha256, status, uploaded_at, total_chunks,
       processing_seconds, error_message, language
FROM documents_as_read WHERE content_sha256 = $1;

-- name: allow_long_statements
-- For this transaction, give statements the time that thousands of index entries take.
SELECT set_config('statement_timeout', '600s', true), set_config('lock_timeout', '600s', true);

-- name: lock_adding
-- Let one caller at a time add chunks to a document.
SELECT pg_advisory_xact_lock(hashtextextended($1::uuid::text, 0));

-- name: pin_document
-- A document's status and claim; it then cannot be removed before the transaction ends.
SELECT status, claim_id FROM documents WHERE id = $1 FOR KEY SHARE;

-- name: bump_revision
-- Say that what can be found has changed. Until the transaction ends nobody else can: this is
-- the lock that index_words and forget_words need.
UPDATE library_revision SET revision = revision + 1;

-- name: finish_document
-- Mark a document as processed and keep its text, if it is still processed under the claim.
UPDATE documents
SET status = 'processed', filename = $3, file_size = $4, uploaded_at = $5, total_chunks = $6,
    processing_seconds = $7, content = $8, language = $9, error_message = NULL,
    claim_expires_at = NULL
WHERE id = $1 AND claim_id = $2 AND status = 'processing' RETURNING id;

-- name: index_words
-- Make a document findable by its words.
SELECT index_words($1);

-- name: forget_words
-- Take a document's words out of the statistics.
SELECT forget_words($1);

-- name: fail_document
-- Mark a document as failed, if it is still processed under the claim.
UPDATE documents SET status = 'failed', error_message = $3, claim_expires_at = NULL
WHERE id = $1 AND claim_id = $2 AND status = 'processing' RETURNING id;

-- name: remove_document
-- Remove a document with its uploaded bytes, its chunks and their vectors.
DELETE FROM documents WHERE id = $1 RETURNING total_chunks;

-- name: document
-- One document.
SELECT id, filename, file_size, content_sha256, status, uploaded_at, total_chunks,
       processing_seconds, error_message, language
FROM documents_as_read WHERE id = $1;

-- name: documents
-- A page of documents, newest first.
SELECT id, filename, file_size, content_sha256, status, uploaded_at, total_chunks,
       processing_seconds, error_message, language
FROM documents_as_read
WHERE id < coalesce($1::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff')
  AND status = coalesce($2::text, status)
  AND ($3::text IS NULL OR filename ILIKE $3)
ORDER BY id DESC LIMIT $4;

-- name: document_text
-- A document's text: $3 characters of it from the $2-th on.
SELECT substr(coalesce(content, ''), $2, $3) AS content FROM documents WHERE id = $1;

-- name: document_chunks
-- A document's chunks in reading order; one row of nulls if it has none.
SELECT chunk_index, chunk.content, char_start, char_end, token_count
FROM documents AS document LEFT JOIN document_chunks AS chunk ON chunk.document_id = document.id
WHERE document.id = $1 ORDER BY chunk_index;

-- name: question_words
-- The words of a question as each language of the library reads them, with their statistics.
SELECT held.configuration, held.chunk_count,
       held.total_length::float8 / held.chunk_count AS average_length,
       lexemes.id AS lexeme_id, coalesce(lexemes.chunk_count, 0) AS document_frequency
FROM lexical_statistics AS held
CROSS JOIN unnest(to_tsvector(held.configuration::regconfig, words_of($1))) AS word
LEFT JOIN lexemes
     ON lexemes.configuration = held.configuration AND lexemes.lexeme = word.lexeme;

-- name: chunks_by_words
-- The chunks with the highest scores: found by the rarer terms ($1 to $3), of which the best $8
-- are also looked up under the commoner ones ($4 to $6), unless all that these can add would not
-- bring a chunk among the best $9. $7 is BM25's constant: tf / (tf + k) is written 1 / (1 + k / tf).
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
-- The same among the documents that pass a filter ($10 to $12).
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
-- For this transaction, plan each statement for the values that it is given. How best to find
-- something among the documents that pass a filter depends on how many do.
SELECT set_config('plan_cache_mode', 'force_custom_plan', true);

-- name: chunks_within
-- How many chunks the documents have that pass a filter.
SELECT coalesce(sum(total_chunks), 0) FROM documents_within($1, $2, $3);

-- name: nearest_windows
-- The windows nearest to a vector by the index. Nothing is filtered before the limit, so that
-- the index stops where it is full.
WITH nearest AS MATERIALIZED (
    SELECT document_id, chunk_index, embedding <=> $1 AS distance
    FROM chunk_embeddings ORDER BY embedding <=> $1 LIMIT $2
)
SELECT document_id, chunk_index
FROM nearest ORDER BY distance + 0, document_id, chunk_index;

-- name: nearest_windows_within
-- The same among the documents that pass a filter. The index goes on until it has found so many,
-- or gives up.
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
-- The chunks nearest to a vector, by comparing it with every window that passes a filter.
SELECT document_id, chunk_index
FROM chunk_embeddings JOIN documents_within($3, $4, $5) AS document ON document.id = document_id
GROUP BY document_id, chunk_index
ORDER BY min(embedding <=> $1), document_id, chunk_index LIMIT $2;

-- name: candidates
-- Some chunks ($2, $3) with both of their exact scores: the distance of the best window to a
-- vector, and BM25 over a question's terms ($4 to $7).
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
-- The number of changes so far of what can be found.
SELECT revision FROM library_revision;

-- name: create_session
-- Keep a new session.
INSERT INTO chat_sessions (id, title, created_at, updated_at) VALUES ($1, $2, $3, $4);

-- name: session
-- One session.
SELECT id, title, created_at, updated_at FROM chat_sessions WHERE id = $1;

-- name: sessions
-- A page of sessions, newest first; with a pattern, of those that have a text like it.
SELECT id, title, created_at, updated_at FROM chat_sessions AS chat
WHERE id < coalesce($1::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff')
  AND ($2::text IS NULL OR title ILIKE $2
       OR EXISTS (SELECT FROM chat_messages WHERE session_id = chat.id AND content ILIKE $2))
ORDER BY id DESC LIMIT $3;

-- name: rename_session
-- Give a session another title.
UPDATE chat_sessions SET title = $2 WHERE id = $1 RETURNING id, title, created_at, updated_at;

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
VALUES ($1, $2, 'assistant', $3, $4, clock_timestamp() + interval '5 seconds');

-- name: touch_session
-- Note when a session was last used; its first question gives it its title.
UPDATE chat_sessions
SET title = coalesce(title, $2), updated_at = greatest(updated_at, $3) WHERE id = $1;

-- name: save_answer
-- Keep what an answer has become, unless it is complete already.
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
-- A session's messages in their order, apart from what their searches considered.
SELECT id, session_id, role, content, created_at, finish_reason, sources, citations,
       prompt_tokens, completion_tokens, stream, outcome, '[]'::jsonb AS considered
FROM chat_messages_as_read WHERE session_id = $1 ORDER BY position;

-- name: forget_keys
-- Free the keys whose time is over; what another transaction is about to free is left to it.
DELETE FROM idempotency_keys WHERE (operation, key) IN (
    SELECT operation, key FROM idempotency_keys
    WHERE taken_at < now() - interval '24 hours' FOR UPDATE SKIP LOCKED);

-- name: take_key
-- Take a key that is free. If another transaction is taking it, wait for that one's end.
INSERT INTO idempotency_keys (operation, key, fingerprint, subject_id)
VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING;

-- name: key
-- What a key was taken for.
SELECT fingerprint, subject_id FROM idempotency_keys WHERE operation = $1 AND key = $2;
