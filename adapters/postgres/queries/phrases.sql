-- The query that looks for phrases.

-- name: chunks_with_words
-- Up to $5 chunks with all words of a phrase, in the documents that pass a filter ($6 to $10), or in
-- all if $11 is true; whether the words stand together is not known yet. The forms are $1 to $3, as
-- in index_words. The postings of the rarest word are read, $4 at most, and the other words are
-- looked up in these chunks. A word that is a stop word in the language of a chunk is not looked up.
WITH word AS MATERIALIZED (
    SELECT held.configuration, form.number,
           array_agg(lexemes.id) FILTER (WHERE lexemes.id IS NOT NULL) AS ids,
           coalesce(sum(lexemes.chunk_count), 0) AS chunks
    FROM held_languages AS held
    CROSS JOIN unnest($1::text[], $2::text[], $3::text[])
               WITH ORDINALITY AS form (word, folded, literal, number)
    CROSS JOIN unnest(lexemes_of(dictionary_for(held.configuration),
                                 latin_dictionary_for(held.configuration),
                                 form.word, form.folded, form.literal)) AS lexeme
    LEFT JOIN held_lexemes AS lexemes USING (configuration, lexeme)
    GROUP BY held.configuration, form.number
), rarest AS MATERIALIZED (
    SELECT DISTINCT ON (configuration) configuration, number, ids FROM word
    WHERE configuration NOT IN (SELECT configuration FROM word WHERE ids IS NULL)
    ORDER BY configuration, chunks, number
), found AS MATERIALIZED (
    SELECT DISTINCT configuration, chunk, number
    FROM (SELECT configuration, number, chunk
          FROM (SELECT rarest.configuration, rarest.number, unnest(chunks) AS chunk
                FROM rarest JOIN postings ON lexeme_id = ANY(ids)) AS posting
          WHERE $11::boolean OR chunk <@ (
              SELECT range_agg(int4range(first_chunk, first_chunk + chunk_count))
              FROM documents_within($6, $7, $8, $9, $10) AS document
              JOIN indexed_documents ON document_id = document.id
              WHERE indexed_documents.workspace_id = current_workspace())
          LIMIT $4) AS posting
    WHERE (chunk <@ (SELECT chunks_left_out())) IS NOT TRUE
), complete AS MATERIALIZED (
    SELECT chunk FROM found
    WHERE NOT EXISTS (
        SELECT FROM word
        WHERE word.configuration = found.configuration AND word.number <> found.number
          AND NOT EXISTS (
              SELECT FROM unnest(word.ids) AS id, posting_of(id, found.chunk)))
)
SELECT chunk.document_id, chunk.chunk_index, chunk.content
FROM complete CROSS JOIN document_of(complete.chunk) AS held
JOIN document_chunks AS chunk
     ON chunk.document_id = held.document_id
     AND chunk.chunk_index = complete.chunk - held.first_chunk
     AND chunk.workspace_id = current_workspace()
ORDER BY complete.chunk LIMIT $5;
