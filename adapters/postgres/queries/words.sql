-- Queries that index the words of documents, and read those of questions.

-- name: index_words
-- Make a stored document ($1) findable by its words, of a version ($2). The caller holds the lock of
-- bump_revision. Its distinct forms are $3 to $5 (words, the same without accents, literals), which
-- $6 to $9 count: the chunk, the number of the form from 1, how often it occurs, and whether it
-- counts for the length of the chunk.
WITH document AS MATERIALIZED (
    SELECT id, configuration, dictionary_for(configuration) AS dictionary,
           latin_dictionary_for(configuration) AS latin
    FROM documents, configuration_for(language) AS configuration WHERE id = $1
), form AS MATERIALIZED (
    SELECT form.number, lexemes_of(dictionary, latin, word, folded, literal) AS lexemes
    FROM document, unnest($3::text[], $4::text[], $5::text[])
                   WITH ORDINALITY AS form (word, folded, literal, number)
), held AS MATERIALIZED (
    SELECT chunk_index, lexemes, frequency, counts
    FROM unnest($6::int[], $7::int[], $8::int[], $9::bool[])
         AS held (chunk_index, number, frequency, counts)
    JOIN form USING (number) WHERE lexemes <> '{}'
), chunk AS MATERIALIZED (
    SELECT chunk_index, least(sum(frequency) FILTER (WHERE counts), 32767) AS length
    FROM held GROUP BY chunk_index
), occurrence AS MATERIALIZED (
    SELECT chunk_index, lexeme, least(sum(frequency), 32767) AS frequency
    FROM held, unnest(lexemes) AS lexeme GROUP BY chunk_index, lexeme
), counted AS MATERIALIZED (
    SELECT lexeme, count(*)::integer AS chunk_count FROM occurrence GROUP BY lexeme
), known AS (
    UPDATE lexemes SET chunk_count = lexemes.chunk_count + counted.chunk_count
    FROM counted, document
    WHERE lexemes.configuration = document.configuration AND lexemes.lexeme = counted.lexeme
    RETURNING lexemes.id, lexemes.lexeme, counted.chunk_count
), new AS (
    INSERT INTO lexemes (configuration, lexeme, chunk_count)
    SELECT document.configuration, counted.lexeme, counted.chunk_count FROM counted, document
    WHERE NOT EXISTS (SELECT FROM lexemes AS held WHERE held.lexeme = counted.lexeme
                      AND held.configuration = document.configuration)
    RETURNING id, lexeme, chunk_count
), term AS MATERIALIZED (
    SELECT * FROM known UNION ALL SELECT * FROM new
), share AS (
    INSERT INTO indexed_documents (document_id, configuration, chunk_count, total_length,
                                   lexeme_ids, lexeme_chunk_counts, words_version)
    SELECT document.id, document.configuration,
           (SELECT count(*) FROM document_chunks WHERE document_id = $1),
           (SELECT coalesce(sum(length), 0) FROM chunk),
           (SELECT coalesce(array_agg(id ORDER BY id), '{}') FROM term),
           (SELECT coalesce(array_agg(chunk_count ORDER BY id), '{}') FROM term), $2
    FROM document
    RETURNING number, configuration, chunk_count, total_length
), summed AS (
    INSERT INTO lexical_statistics AS held (configuration, chunk_count, total_length)
    SELECT configuration, chunk_count, total_length FROM share WHERE chunk_count > 0
    ON CONFLICT (configuration) DO UPDATE
    SET chunk_count = held.chunk_count + excluded.chunk_count,
        total_length = held.total_length + excluded.total_length
)
INSERT INTO postings (lexeme_id, document_number, chunk_index, frequency, length)
SELECT term.id, share.number, chunk_index, frequency, coalesce(length, 0)
FROM share, occurrence JOIN term USING (lexeme) JOIN chunk USING (chunk_index)
ORDER BY term.id, chunk_index;

-- name: forget_words
-- Remove a document's words from the postings and the statistics.
SELECT forget_words($1);

-- name: documents_of_other_words
-- The documents that are indexed by another version of words.
SELECT document_id FROM indexed_documents WHERE words_version <> $1 ORDER BY number;

-- name: words_version
-- The version of the words that a document is indexed by.
SELECT words_version FROM indexed_documents WHERE document_id = $1;

-- name: chunks_to_index
-- What the words of a document's chunks are read from.
SELECT chunk_index, headings, header, content
FROM document_chunks WHERE document_id = $1 ORDER BY chunk_index;

-- name: question_words
-- The lexemes of the forms of a question's terms ($1 to $3, as in index_words), for each language of
-- the library, with their statistics. A form that is only a stop word has none.
WITH held AS MATERIALIZED (
    SELECT configuration, chunk_count, total_length::float8 / chunk_count AS average_length,
           dictionary_for(configuration) AS dictionary, latin_dictionary_for(configuration) AS latin
    FROM lexical_statistics
)
SELECT held.configuration, held.chunk_count, held.average_length, form.number, word.lexeme,
       lexemes.id AS lexeme_id, coalesce(lexemes.chunk_count, 0) AS document_frequency
FROM held
CROSS JOIN unnest($1::text[], $2::text[], $3::text[])
           WITH ORDINALITY AS form (word, folded, literal, number)
CROSS JOIN unnest(lexemes_of(dictionary, latin, form.word, form.folded, form.literal))
           WITH ORDINALITY AS word (lexeme, rank)
LEFT JOIN lexemes
     ON lexemes.configuration = held.configuration AND lexemes.lexeme = word.lexeme
ORDER BY held.configuration, form.number, word.rank;
