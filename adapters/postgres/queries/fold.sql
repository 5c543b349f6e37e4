-- The fold: it moves the postings of documents into blocks and adds up what changes have added.
-- Whatever it has not done yet only takes more space and time: searches find the same.

-- name: fold_is_due
-- Whether there is much to fold: $1 documents or $2 chunks that came, or as many that went, or $1
-- rows of the revision for each of which one would do.
SELECT (SELECT count(*) >= $1 OR sum(chunk_count) >= $2
        FROM (SELECT chunk_count FROM indexed_documents
              WHERE NOT folded AND workspace_id = current_workspace()
              UNION ALL SELECT chunk_count FROM forgotten_documents
              WHERE workspace_id = current_workspace()) AS document)
    OR (SELECT count(*) > $1 FROM library_revision WHERE workspace_id = current_workspace());

-- name: try_folding
-- Whether this transaction alone folds. Until its end, no other one does.
SELECT pg_try_advisory_xact_lock(25, 3);

-- name: plan_without_loops
-- Plan nested loops only where there is no other way. The planner knows nothing of a workspace that is
-- small beside others, takes what it has for one row, and would compare each lexeme with each.
SELECT set_config('enable_nestloop', 'off', true);

-- The next query folds in five steps:
--
-- 1. change: take the changes of the documents. Who forgets one of them meanwhile waits.
-- 2. placed: find the block that each change belongs to: the last that begins before its document,
--    or -1 if there is none. A forgotten document may also have blocks that begin within it.
-- 3. block: of these, read the blocks that have space, and the loose ones, whose postings go or have
--    to be sorted among those that come.
-- 4. added: the postings that come, and those of loose blocks that stay, by block.
-- 5. piece: join the blocks with what comes, and cut them into blocks again. The first piece takes the
--    place of the block.
--
-- name: fold_words
-- Fold documents: of those that were added the oldest $1, up to about $2 chunks, and all that are
-- forgotten. Blocks have up to $3 postings. Returns how many documents came and went.
WITH coming AS MATERIALIZED (
    SELECT first_chunk, chunk_count FROM indexed_documents
    WHERE first_chunk IN (
        SELECT first_chunk
        FROM (SELECT first_chunk,
                     sum(chunk_count) OVER (ORDER BY first_chunk) - chunk_count AS before
              FROM indexed_documents WHERE NOT folded AND workspace_id = current_workspace()
              ORDER BY first_chunk LIMIT $1) AS oldest
        WHERE before < $2)
      AND workspace_id = current_workspace()
    FOR UPDATE SKIP LOCKED
), going AS MATERIALIZED (
    DELETE FROM forgotten_documents WHERE workspace_id = current_workspace()
    RETURNING first_chunk, chunk_count
), change AS MATERIALIZED (
    DELETE FROM word_changes
    USING (SELECT first_chunk FROM coming UNION ALL SELECT first_chunk FROM going) AS document
    WHERE word_changes.first_chunk = document.first_chunk
      AND word_changes.workspace_id = current_workspace()
    RETURNING word_changes.*
), placed AS MATERIALIZED (
    SELECT lexeme_id, coalesce(block.first_chunk, -1) AS block,
           change.chunk_count < 0 OR coalesce(block.last_chunk > change.first_chunk, false) AS loose,
           chunks, frequencies, lengths
    FROM change LEFT JOIN LATERAL (
        SELECT first_chunk, chunks[cardinality(chunks)] AS last_chunk FROM posting_blocks
        WHERE lexeme_id = change.lexeme_id AND first_chunk <= change.first_chunk
          AND posting_blocks.workspace_id = current_workspace()
        ORDER BY first_chunk DESC LIMIT 1) AS block ON true
    WHERE change.chunk_count <> 0
    UNION ALL
    SELECT lexeme_id, held.first_chunk, true, '{}', '{}', '{}'
    FROM change JOIN going USING (first_chunk) JOIN posting_blocks AS held USING (lexeme_id)
    WHERE held.workspace_id = current_workspace() AND change.chunk_count < 0
      AND held.first_chunk > going.first_chunk
      AND held.first_chunk < going.first_chunk + going.chunk_count
), block AS MATERIALIZED (
    SELECT lexeme_id, block, loose, held.chunks, held.frequencies, held.lengths
    FROM (SELECT lexeme_id, block, bool_or(loose) AS loose FROM placed
          WHERE block >= 0 GROUP BY lexeme_id, block) AS asked
    JOIN posting_blocks AS held USING (lexeme_id)
    WHERE held.workspace_id = current_workspace() AND held.first_chunk = block
      AND (loose OR cardinality(held.chunks) < $3)
), added AS MATERIALIZED (
    SELECT lexeme_id, block, array_agg(chunk ORDER BY chunk) AS chunks,
           array_agg(frequency ORDER BY chunk) AS frequencies,
           array_agg(length ORDER BY chunk) AS lengths
    FROM (SELECT lexeme_id, block, unnest(chunks) AS chunk, unnest(frequencies) AS frequency,
                 unnest(lengths) AS length FROM placed
          UNION ALL
          SELECT * FROM (SELECT lexeme_id, block, unnest(chunks) AS chunk, unnest(frequencies),
                                unnest(lengths) FROM block WHERE loose) AS held
          WHERE NOT chunk <@ coalesce((
              SELECT range_agg(int4range(first_chunk, first_chunk + chunk_count)) FROM going), '{}')
         ) AS posting
    GROUP BY lexeme_id, block
), piece AS MATERIALIZED (
    SELECT lexeme_id, block, held, number, chunks[number * $3 + 1 : (number + 1) * $3] AS chunks,
           frequencies[number * $3 + 1 : (number + 1) * $3] AS frequencies,
           lengths[number * $3 + 1 : (number + 1) * $3] AS lengths
    FROM (SELECT lexeme_id, block, loose IS NOT NULL AS held,
                 CASE WHEN loose THEN added.chunks ELSE block.chunks || added.chunks END AS chunks,
                 CASE WHEN loose THEN added.frequencies
                      ELSE block.frequencies || added.frequencies END AS frequencies,
                 CASE WHEN loose THEN added.lengths
                      ELSE block.lengths || added.lengths END AS lengths
          FROM added LEFT JOIN block USING (lexeme_id, block)) AS whole,
         generate_series(0, (cardinality(chunks) - 1) / $3) AS number
), replaced AS (
    UPDATE posting_blocks AS held
    SET chunks = piece.chunks, frequencies = piece.frequencies, lengths = piece.lengths
    FROM piece
    WHERE held.workspace_id = current_workspace() AND piece.held AND piece.number = 0
      AND held.lexeme_id = piece.lexeme_id AND held.first_chunk = piece.block
), emptied AS (
    DELETE FROM posting_blocks AS held USING block
    WHERE held.workspace_id = current_workspace() AND held.lexeme_id = block.lexeme_id
      AND held.first_chunk = block.block
      AND NOT EXISTS (SELECT FROM added WHERE added.lexeme_id = block.lexeme_id
                      AND added.block = block.block)
), made AS (
    INSERT INTO posting_blocks (lexeme_id, first_chunk, chunks, frequencies, lengths)
    SELECT lexeme_id, chunks[1], chunks, frequencies, lengths FROM piece
    WHERE NOT held OR number > 0 ORDER BY lexeme_id, number
), counted AS (
    UPDATE lexemes SET chunk_count = lexemes.chunk_count + change.chunk_count
    FROM (SELECT lexeme_id, sum(chunk_count) AS chunk_count FROM change GROUP BY lexeme_id) AS change
    WHERE lexemes.workspace_id = current_workspace() AND id = lexeme_id
      AND change.chunk_count <> 0
), done AS (
    UPDATE indexed_documents SET folded = true FROM coming
    WHERE indexed_documents.workspace_id = current_workspace()
      AND indexed_documents.first_chunk = coming.first_chunk
)
SELECT (SELECT count(*) FROM coming) AS coming, (SELECT count(*) FROM going) AS going;

-- name: fold_statistics
-- Add up the statistics of each language in one row.
WITH row AS (DELETE FROM lexical_statistics WHERE workspace_id = current_workspace() RETURNING *)
INSERT INTO lexical_statistics (configuration, chunk_count, total_length)
SELECT configuration, sum(chunk_count), sum(total_length) FROM row
GROUP BY configuration HAVING sum(chunk_count) <> 0;

-- name: fold_revision
-- Add up the revision in one row.
WITH row AS (DELETE FROM library_revision WHERE workspace_id = current_workspace() RETURNING revision)
INSERT INTO library_revision (revision) SELECT sum(revision) FROM row;

-- name: try_removing_lexemes
-- Whether no transaction may have taken ids of lexemes. Until the end of this one, none takes some.
SELECT pg_try_advisory_xact_lock(25, 2);

-- name: remove_lexemes
-- Remove the lexemes that no chunk has.
DELETE FROM lexemes
WHERE workspace_id = current_workspace() AND chunk_count = 0 AND NOT EXISTS (
    SELECT FROM word_changes
    WHERE lexeme_id = id AND word_changes.workspace_id = current_workspace());
