-- Queries that index the words of documents, and read those of questions.

-- name: share_lexemes
-- The language of a document, which may take ids of lexemes now: until this transaction ends, none is
-- removed.
SELECT language FROM (SELECT pg_advisory_xact_lock_shared(25, 2)) AS held
LEFT JOIN documents ON id = $1 AND workspace_id = current_workspace();

-- name: add_lexemes
-- Add the lexemes that a document in a language ($1) is the first to have, given its distinct forms
-- ($2 to $4: words, the same without accents, literals). Where others add the same, this waits until
-- they end: all add them in the same order, so that no two wait for each other.
WITH language AS MATERIALIZED (
    SELECT configuration, dictionary_for(configuration) AS dictionary,
           latin_dictionary_for(configuration) AS latin
    FROM configuration_for($1) AS configuration
)
INSERT INTO lexemes (configuration, lexeme)
SELECT DISTINCT configuration, lexeme
FROM language, unnest($2::text[], $3::text[], $4::text[]) AS form (word, folded, literal),
     unnest(lexemes_of(dictionary, latin, word, folded, literal)) AS each (lexeme)
WHERE NOT EXISTS (SELECT FROM lexemes AS held WHERE held.lexeme = each.lexeme
                  AND held.configuration = language.configuration
                  AND held.workspace_id = current_workspace())
ORDER BY lexeme
ON CONFLICT DO NOTHING;

-- name: index_words
-- Make a stored document ($1) findable by its words, of a version ($2). Its distinct forms are $3 to
-- $5, as in add_lexemes, which $6 to $9 count: the chunk, the number of the form from 1, how often it
-- occurs, and whether it counts for the length of the chunk. Returns whether it was done: not while
-- lexemes of these forms are missing.
WITH document AS MATERIALIZED (
    SELECT id, configuration, dictionary_for(configuration) AS dictionary,
           latin_dictionary_for(configuration) AS latin,
           (SELECT count(*)::integer FROM document_chunks
            WHERE document_id = $1 AND workspace_id = current_workspace()) AS chunk_count
    FROM documents, configuration_for(language) AS configuration
    WHERE id = $1 AND workspace_id = current_workspace()
), form AS MATERIALIZED (
    SELECT form.number, lexemes_of(dictionary, latin, word, folded, literal) AS lexemes
    FROM document, unnest($3::text[], $4::text[], $5::text[])
                   WITH ORDINALITY AS form (word, folded, literal, number)
), term AS MATERIALIZED (
    SELECT held.number, lexemes.id
    FROM (SELECT number, configuration, unnest(lexemes) AS lexeme FROM form, document) AS held
    LEFT JOIN lexemes ON lexemes.configuration = held.configuration
         AND lexemes.lexeme = held.lexeme AND lexemes.workspace_id = current_workspace()
), numbered AS MATERIALIZED (
    SELECT next_chunks(greatest(chunk_count, 1)) AS first_chunk FROM document
    WHERE NOT EXISTS (SELECT FROM term WHERE id IS NULL)
), held AS MATERIALIZED (
    SELECT chunk_index, number, frequency, counts
    FROM unnest($6::int[], $7::int[], $8::int[], $9::bool[])
         AS held (chunk_index, number, frequency, counts)
), chunk AS MATERIALIZED (
    SELECT chunk_index, least(sum(frequency) FILTER (WHERE counts), 32767)::smallint AS length
    FROM held JOIN form USING (number) WHERE lexemes <> '{}' GROUP BY chunk_index
), posting AS MATERIALIZED (
    SELECT id, chunk_index, least(sum(frequency), 32767)::smallint AS frequency
    FROM held JOIN term USING (number) GROUP BY id, chunk_index
), share AS (
    INSERT INTO indexed_documents (first_chunk, document_id, configuration, chunk_count,
                                   total_length, lexeme_steps, words_version)
    SELECT first_chunk, id, configuration, chunk_count,
           (SELECT coalesce(sum(length), 0) FROM chunk),
           (SELECT coalesce(array_agg(step), '{}')
            FROM (SELECT id - lag(id, 1, 0) OVER (ORDER BY id) AS step FROM posting
                  ORDER BY id) AS steps), $2
    FROM document, numbered
    RETURNING configuration, chunk_count, total_length
), summed AS (
    INSERT INTO lexical_statistics (configuration, chunk_count, total_length)
    SELECT configuration, chunk_count, total_length FROM share WHERE chunk_count > 0
), changed AS (
    INSERT INTO word_changes (lexeme_id, first_chunk, chunk_count, chunks, frequencies, lengths)
    SELECT id, first_chunk, count(*), array_agg(first_chunk + chunk_index ORDER BY chunk_index),
           array_agg(frequency ORDER BY chunk_index),
           array_agg(coalesce(length, 0) ORDER BY chunk_index)
    FROM numbered, posting JOIN chunk USING (chunk_index)
    GROUP BY id, first_chunk ORDER BY id
)
SELECT NOT EXISTS (SELECT FROM term WHERE id IS NULL);

-- name: forget_words
-- Take a document's words ($1) out of the index and the statistics. If the postings are in blocks, the
-- fold removes them, and searches leave its chunks out until then. A fold of this document is
-- awaited.
WITH document AS MATERIALIZED (
    DELETE FROM indexed_documents WHERE document_id = $1 AND workspace_id = current_workspace()
    RETURNING *
), forgotten AS (
    INSERT INTO forgotten_documents (first_chunk, chunk_count)
    SELECT first_chunk, chunk_count FROM document
), less AS (
    INSERT INTO lexical_statistics (configuration, chunk_count, total_length)
    SELECT configuration, -chunk_count, -total_length FROM document WHERE chunk_count > 0
), emptied AS (
    UPDATE word_changes SET chunk_count = 0, chunks = '{}', frequencies = '{}', lengths = '{}'
    FROM document
    WHERE word_changes.workspace_id = current_workspace() AND NOT folded
      AND word_changes.first_chunk = document.first_chunk
)
INSERT INTO word_changes (lexeme_id, first_chunk, chunk_count, chunks, frequencies, lengths)
SELECT lexeme_id, first_chunk, -count(*), '{}', '{}', '{}'
FROM (SELECT first_chunk, sum(step) OVER (ORDER BY place) AS lexeme_id
      FROM document, unnest(lexeme_steps) WITH ORDINALITY AS lexeme (step, place)
      WHERE folded) AS posting
GROUP BY lexeme_id, first_chunk ORDER BY lexeme_id;

-- name: documents_of_other_words
-- The documents of all workspaces that are indexed by another version of words.
SELECT document_id, workspace_id FROM indexed_documents
WHERE words_version <> $1 ORDER BY first_chunk;

-- name: lock_words
-- The version of the words that a document is indexed by. The row stays locked until the transaction
-- ends.
SELECT words_version FROM indexed_documents WHERE document_id = $1
  AND workspace_id = current_workspace()
FOR UPDATE;

-- name: chunks_to_index
-- What the words of a document's chunks are read from.
SELECT chunk_index, headings, header, content
FROM document_chunks WHERE document_id = $1
  AND workspace_id = current_workspace() ORDER BY chunk_index;

-- name: question_words
-- The lexemes of the forms of a question's terms ($1 to $3, as in index_words), for each language of
-- the library, with their statistics. A form that is only a stop word has none.
WITH held AS MATERIALIZED (
    SELECT configuration, chunk_count, total_length::float8 / chunk_count AS average_length,
           dictionary_for(configuration) AS dictionary, latin_dictionary_for(configuration) AS latin
    FROM held_languages
)
SELECT held.configuration, held.chunk_count, held.average_length, form.number, word.lexeme,
       lexemes.id AS lexeme_id, coalesce(lexemes.chunk_count, 0) AS document_frequency
FROM held
CROSS JOIN unnest($1::text[], $2::text[], $3::text[])
           WITH ORDINALITY AS form (word, folded, literal, number)
CROSS JOIN unnest(lexemes_of(dictionary, latin, form.word, form.folded, form.literal))
           WITH ORDINALITY AS word (lexeme, rank)
LEFT JOIN held_lexemes AS lexemes
     ON lexemes.configuration = held.configuration AND lexemes.lexeme = word.lexeme
ORDER BY held.configuration, form.number, word.rank;
