-- Queries on what a distributed index has yet to be told, and what belongs into it.

-- name: workspaces_with_index_changes
-- The workspaces that have changes to be written.
SELECT workspaces_with_index_changes();

-- name: claim_index_changes
-- Lease the oldest $1 changes for five minutes, under a lease ($2). None of a document is taken while
-- an earlier one of it is waiting.
UPDATE index_changes AS change
SET lease = $2, lease_expires_at = clock_timestamp() + interval '5 minutes',
    written = greatest(written, 1)
WHERE workspace_id = current_workspace() AND first_chunk IN (
    SELECT first_chunk FROM index_changes AS next
    WHERE next.workspace_id = current_workspace()
      AND (next.lease IS NULL OR next.lease_expires_at <= clock_timestamp())
      AND NOT EXISTS (
          SELECT FROM index_changes AS earlier
          WHERE earlier.document_id = next.document_id AND earlier.position < next.position
            AND earlier.workspace_id = current_workspace())
    ORDER BY next.position LIMIT $1 FOR UPDATE SKIP LOCKED)
RETURNING first_chunk, chunk_count, document_id, position;

-- name: end_index_changes
-- Delete the changes ($1, of the positions $2) of a lease ($3) that have not changed since.
DELETE FROM index_changes
USING unnest($1::int[], $2::bigint[]) AS done (first_chunk, position)
WHERE index_changes.first_chunk = done.first_chunk AND index_changes.position = done.position
  AND lease = $3 AND workspace_id = current_workspace();

-- name: release_index_changes
-- Release what is left of a lease ($1).
UPDATE index_changes SET lease = NULL, lease_expires_at = NULL
WHERE lease = $1 AND workspace_id = current_workspace();

-- name: indexed_document_at
-- The document whose passages have the numbers from $1 on, and the average length that the weights of
-- its language are computed with.
SELECT document_id, chunk_count, average_length
FROM indexed_documents AS indexed
LEFT JOIN index_lengths AS lengths ON lengths.configuration = indexed.configuration
     AND lengths.workspace_id = current_workspace()
WHERE first_chunk = $1 AND indexed.workspace_id = current_workspace();

-- name: windows_to_index
-- The vectors of the chunks of a document ($1) from one ($2) to before another ($3).
SELECT chunk_index, embedding::real[] AS embedding FROM chunk_embeddings
WHERE document_id = $1 AND chunk_index >= $2 AND chunk_index < $3
  AND workspace_id = current_workspace()
ORDER BY chunk_index, window_index;

-- name: postings_to_index
-- The postings of a document, which begins at the number $1: those of the chunks from the number $2 to
-- before $3. Of each lexeme the block is read that the chunks begin in, and those that begin within.
SELECT posting.chunk, term.lexeme_id, posting.frequency, posting.length
FROM (SELECT DISTINCT sum(step) OVER (ORDER BY place)::integer AS lexeme_id
      FROM indexed_documents, unnest(lexeme_steps) WITH ORDINALITY AS each (step, place)
      WHERE first_chunk = $1 AND workspace_id = current_workspace()) AS term
CROSS JOIN LATERAL (
    SELECT unnest(chunks) AS chunk, unnest(frequencies) AS frequency, unnest(lengths) AS length
    FROM posting_blocks AS block
    WHERE block.lexeme_id = term.lexeme_id AND block.workspace_id = current_workspace()
      AND block.first_chunk < $3 AND block.first_chunk >= coalesce((
          SELECT max(first_chunk) FROM posting_blocks AS first
          WHERE first.lexeme_id = term.lexeme_id AND first.first_chunk <= $2
            AND first.workspace_id = current_workspace()), $2)
) AS posting
WHERE posting.chunk >= $2 AND posting.chunk < $3
UNION ALL
SELECT chunk, lexeme_id, frequency, length
FROM (SELECT lexeme_id, unnest(chunks) AS chunk, unnest(frequencies) AS frequency,
             unnest(lengths) AS length
      FROM word_changes
      WHERE first_chunk = $1 AND workspace_id = current_workspace()) AS posting
WHERE chunk >= $2 AND chunk < $3;

-- name: refresh_index_lengths
-- Let the documents be written again of whose language the average length differs by more than a
-- factor ($1) from the one that they were written with.
WITH drifted AS (
    INSERT INTO index_lengths AS held (configuration, average_length)
    SELECT configuration, total_length::float8 / chunk_count FROM held_languages
    ON CONFLICT (workspace_id, configuration)
    DO UPDATE SET average_length = excluded.average_length
    WHERE excluded.average_length NOT BETWEEN held.average_length / $1 AND held.average_length * $1
    RETURNING configuration
)
INSERT INTO index_changes (first_chunk, chunk_count, document_id, written)
SELECT first_chunk, chunk_count, document_id, 2 FROM indexed_documents JOIN drifted USING (configuration)
WHERE indexed_documents.workspace_id = current_workspace()
ORDER BY first_chunk
ON CONFLICT (first_chunk) DO UPDATE SET position = nextval('index_positions');

-- name: indexed_documents_from
-- $2 documents of the workspace in the order of their numbers, from one ($1) on.
SELECT indexed.document_id, document.filename, indexed.first_chunk, indexed.chunk_count,
       EXISTS (SELECT FROM index_changes AS change
               WHERE change.first_chunk = indexed.first_chunk
                 AND change.workspace_id = current_workspace()) AS is_due
FROM indexed_documents AS indexed JOIN documents AS document ON document.id = indexed.document_id
WHERE indexed.first_chunk >= $1 AND indexed.workspace_id = current_workspace()
  AND document.workspace_id = current_workspace()
ORDER BY indexed.first_chunk LIMIT $2;

-- name: registered_index
-- The index of the library, and the model that its vectors have to be by.
SELECT held.name, held.model, live.name AS live_model, live.dimension
FROM embedding_model AS live LEFT JOIN distributed_index AS held ON true;

-- name: replace_index
-- Let an index ($2) of a model ($3) take the place of another ($1), unless one has taken it already.
INSERT INTO distributed_index AS held (name, model) VALUES ($2, $3)
ON CONFLICT (is_only) DO UPDATE SET name = excluded.name, model = excluded.model
WHERE held.name = $1
RETURNING name;

-- name: forget_index
-- Let the library have no distributed index, as after it was restored: the numbers of passages may be
-- those of others now.
DELETE FROM distributed_index;

-- name: drop_index_changes
-- Delete the changes of all workspaces: what they are about is to be written anyway.
DELETE FROM index_changes;

-- name: request_everything
-- Let the documents of all workspaces be written into the index, which has what $1 says of them.
INSERT INTO index_changes (workspace_id, first_chunk, chunk_count, document_id, written)
SELECT workspace_id, first_chunk, chunk_count, document_id, $1 FROM indexed_documents
ORDER BY first_chunk
ON CONFLICT (first_chunk) DO UPDATE SET position = nextval('index_positions');

-- name: index_for_search
-- The index that is searched, if it has vectors of the live model, with that model.
SELECT held.name, held.model
FROM distributed_index AS held JOIN embedding_model AS live ON live.name = held.model;

-- name: passages_not_written
-- The documents that the index does not have in full, up to $1 of them, and their chunks.
SELECT coalesce(array_agg(document_id), '{}') AS documents, coalesce(sum(chunk_count), 0) AS chunks
FROM (SELECT indexed.document_id, indexed.chunk_count
      FROM index_changes AS change JOIN indexed_documents AS indexed USING (first_chunk)
      WHERE change.workspace_id = current_workspace() AND indexed.workspace_id = current_workspace()
        AND change.written < 2 LIMIT $1) AS held;

-- name: chunks_of_numbers
-- The chunks that have some numbers ($1), in documents that pass a filter ($3 to $7), or in all if $2
-- is true. A number that no chunk of the workspace has is left out.
SELECT indexed.document_id, found.number - indexed.first_chunk AS chunk_index
FROM unnest($1::int[]) WITH ORDINALITY AS found (number, place)
CROSS JOIN LATERAL (
    SELECT document_id, first_chunk, chunk_count FROM indexed_documents
    WHERE first_chunk <= found.number AND workspace_id = current_workspace()
    ORDER BY first_chunk DESC LIMIT 1) AS indexed
WHERE found.number < indexed.first_chunk + indexed.chunk_count
  AND ($2::boolean OR indexed.document_id IN (SELECT id FROM documents_within($3, $4, $5, $6, $7)))
ORDER BY found.place;
