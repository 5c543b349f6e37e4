-- Queries that search: by words, by meaning, and with a filter.

-- The next two queries search by BM25. The score of a chunk is the sum, over the terms of the
-- question, of
--
--     weight * tf / (tf + FLAT + slope * length)
--   = weight / (1 + (FLAT + slope * length) / tf)
--
-- where tf and length are those of a posting and FLAT is $7. The queries use the
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
-- 3. best, its SELECT: look up each remaining chunk under each commoner term, in the block that the
--    chunk would be in, and add the scores. Take the $9 chunks with the highest totals.
--
-- Without commoner terms the result is exact. With them it can miss a chunk that has no rarer term,
-- or whose sum in step 1 is not among the $8 highest. The rows are in no order: the query
-- `candidates` computes the scores again, and passage_index.py sorts by them.
--
-- chunks_by_words_within adds one condition to step 1, its WHERE: it reads the postings of only the
-- documents that pass a filter ($10 to $14). The statistics are still those of the whole library.
--
-- name: chunks_by_words
-- The $9 chunks with the highest BM25 scores.
WITH found AS MATERIALIZED (
    SELECT chunk, sum(weight / (1 + ($7::float8 + slope * length) / frequency)) AS score
    FROM (SELECT weight, slope, unnest(chunks) AS chunk, unnest(frequencies) AS frequency,
                 unnest(lengths) AS length
          FROM unnest($1::int[], $2::float8[], $3::float8[]) AS term (lexeme_id, weight, slope)
          JOIN postings USING (lexeme_id)) AS posting
    WHERE (chunk <@ (SELECT chunks_left_out())) IS NOT TRUE
    GROUP BY chunk ORDER BY score DESC, chunk LIMIT $8
), best AS MATERIALIZED (
    SELECT chunk, score + coalesce((
        SELECT sum(weight / (1 + ($7::float8 + slope * length) / frequency))
        FROM unnest($4::int[], $5::float8[], $6::float8[]) AS term (lexeme_id, weight, slope),
             posting_of(lexeme_id, chunk)), 0) AS score
    FROM found
    WHERE score >= coalesce((SELECT score FROM found ORDER BY score DESC OFFSET $9 - 1 LIMIT 1)
                            - (SELECT sum(weight) FROM unnest($5::float8[]) AS weight), 0)
    ORDER BY score DESC, chunk LIMIT $9
)
SELECT document_id, chunk - first_chunk AS chunk_index FROM best, document_of(chunk);

-- name: chunks_by_words_within
-- The $9 chunks with the highest BM25 scores in the documents that pass a filter ($10 to $14).
WITH found AS MATERIALIZED (
    SELECT chunk, sum(weight / (1 + ($7::float8 + slope * length) / frequency)) AS score
    FROM (SELECT weight, slope, unnest(chunks) AS chunk, unnest(frequencies) AS frequency,
                 unnest(lengths) AS length
          FROM unnest($1::int[], $2::float8[], $3::float8[]) AS term (lexeme_id, weight, slope)
          JOIN postings USING (lexeme_id)) AS posting
    WHERE (chunk <@ (SELECT chunks_left_out())) IS NOT TRUE
      AND chunk <@ (
        SELECT range_agg(int4range(first_chunk, first_chunk + chunk_count))
        FROM documents_within($10, $11, $12, $13, $14) AS document
        JOIN indexed_documents ON document_id = document.id
        WHERE indexed_documents.workspace_id = current_workspace())
    GROUP BY chunk ORDER BY score DESC, chunk LIMIT $8
), best AS MATERIALIZED (
    SELECT chunk, score + coalesce((
        SELECT sum(weight / (1 + ($7::float8 + slope * length) / frequency))
        FROM unnest($4::int[], $5::float8[], $6::float8[]) AS term (lexeme_id, weight, slope),
             posting_of(lexeme_id, chunk)), 0) AS score
    FROM found
    WHERE score >= coalesce((SELECT score FROM found ORDER BY score DESC OFFSET $9 - 1 LIMIT 1)
                            - (SELECT sum(weight) FROM unnest($5::float8[]) AS weight), 0)
    ORDER BY score DESC, chunk LIMIT $9
)
SELECT document_id, chunk - first_chunk AS chunk_index FROM best, document_of(chunk);

-- name: plan_for_values
-- Plan each statement of this transaction for its actual parameters: the best plan for a filtered
-- search depends on how many documents pass the filter.
SELECT set_config('plan_cache_mode', 'force_custom_plan', true);

-- name: chunks_within
-- The number of chunks in the documents that pass a filter, and in all workspaces.
SELECT coalesce(sum(total_chunks), 0) AS chunks, chunks_of_all_workspaces() AS everywhere
FROM documents_within($1, $2, $3, $4, $5);

-- name: chunks_in_workspace
-- The number of chunks in the workspace, how many of them may not be read, and the number in all
-- workspaces.
SELECT coalesce(sum(chunk_count), 0)::bigint AS chunks,
       CASE WHEN limiting_groups() IS NULL THEN 0
            ELSE (SELECT coalesce(sum(upper(each) - lower(each)), 0)
                  FROM unnest(unreadable_chunks()) AS each) END AS unreadable,
       chunks_of_all_workspaces() AS everywhere
FROM lexical_statistics WHERE workspace_id = current_workspace();

-- name: widen_scan
-- Let an index scan of this transaction read so many windows in its first turn.
SELECT set_config('hnsw.ef_search', $1, true);

-- name: nearest_windows
-- The windows nearest to a vector, by the HNSW index. The CTE has no condition but the workspace:
-- the index scan goes on to replace the rows that fail one. The outer ORDER BY sorts the rows, which
-- the scan returns in relaxed order; `+ 0` keeps the planner from taking them for sorted.
WITH nearest AS MATERIALIZED (
    SELECT document_id, chunk_index, embedding <=> $1 AS distance
    FROM chunk_embeddings WHERE workspace_id = current_workspace()
    ORDER BY embedding <=> $1 LIMIT $2
)
SELECT document_id, chunk_index
FROM nearest ORDER BY distance + 0, document_id, chunk_index;

-- name: nearest_windows_within
-- The windows nearest to a vector in the documents that pass a filter ($3 to $7), by the HNSW
-- index. The scan continues until $2 windows pass, or ends early at hnsw.max_scan_tuples.
WITH nearest AS MATERIALIZED (
    SELECT document_id, chunk_index, embedding <=> $1 AS distance
    FROM chunk_embeddings
    WHERE workspace_id = current_workspace() AND EXISTS (
        SELECT FROM documents_within($3, $4, $5, $6, $7) AS document
        WHERE document.id = document_id)
    ORDER BY embedding <=> $1 LIMIT $2
)
SELECT document_id, chunk_index
FROM nearest ORDER BY distance + 0, document_id, chunk_index;

-- name: nearest_chunks
-- The chunks nearest to a vector, by an exact scan of the windows of the workspace.
SELECT document_id, chunk_index FROM chunk_embeddings WHERE workspace_id = current_workspace()
GROUP BY document_id, chunk_index
ORDER BY min(embedding <=> $1), document_id, chunk_index LIMIT $2;

-- name: nearest_readable_chunks
-- The chunks nearest to a vector, by an exact scan of the windows that may be read.
SELECT document_id, chunk_index FROM chunk_embeddings
WHERE workspace_id = current_workspace() AND document_id = ANY (ARRAY(
    SELECT document_id FROM indexed_documents WHERE workspace_id = current_workspace()))
GROUP BY document_id, chunk_index
ORDER BY min(embedding <=> $1), document_id, chunk_index LIMIT $2;

-- name: nearest_chunks_within
-- The chunks nearest to a vector, by an exact scan of the windows that pass a filter ($3 to $7).
SELECT document_id, chunk_index
FROM chunk_embeddings JOIN documents_within($3, $4, $5, $6, $7) AS document ON document.id = document_id
WHERE workspace_id = current_workspace()
GROUP BY document_id, chunk_index
ORDER BY min(embedding <=> $1), document_id, chunk_index LIMIT $2;

-- name: candidates
-- The given chunks ($2, $3) with both exact scores: the distance of the best window to a vector
-- ($1), and BM25 over all terms of a question ($4 to $7, as in chunks_by_words). A document is shown
-- under its first name that matches the pattern of the filter ($8).
SELECT document.id AS document_id, chunk.chunk_index, chunk.content,
       chunk.char_start, chunk.char_end, chunk.token_count,
       chunk.headings, chunk.heading_levels, chunk.header, chunk.header_start, chunk.marks,
       CASE WHEN $8::text IS NULL OR lower(document.filename) LIKE lower($8)
            THEN document.filename
            ELSE coalesce((SELECT name FROM other_names AS other
                           WHERE other.document_id = document.id AND lower(name) LIKE lower($8)
                             AND other.workspace_id = current_workspace()
                           ORDER BY number LIMIT 1), document.filename) END AS filename,
       document.version,
       (SELECT min(embedding <=> $1) FROM chunk_embeddings AS embedded
        WHERE embedded.document_id = chunk.document_id
          AND embedded.chunk_index = chunk.chunk_index
          AND embedded.workspace_id = current_workspace()) AS distance,
       coalesce((
        SELECT sum(weight / (1 + ($7::float8 + slope * length) / frequency))
        FROM unnest($4::int[], $5::float8[], $6::float8[]) AS term (lexeme_id, weight, slope),
             posting_of(lexeme_id, indexed.first_chunk + chunk.chunk_index)), 0) AS bm25
FROM unnest($2::uuid[], $3::int[]) AS found (document_id, chunk_index)
JOIN document_chunks AS chunk USING (document_id, chunk_index)
JOIN documents AS document ON document.id = chunk.document_id
JOIN indexed_documents AS indexed ON indexed.document_id = chunk.document_id
WHERE document.workspace_id = current_workspace() AND chunk.workspace_id = current_workspace()
  AND indexed.workspace_id = current_workspace();

-- name: revision
-- The revision of the searchable content.
SELECT coalesce(sum(revision), 0)::bigint FROM library_revision
WHERE workspace_id = current_workspace();
