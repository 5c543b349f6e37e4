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
    FROM lexical_statistics AS held
    CROSS JOIN unnest($1::text[], $2::text[], $3::text[])
               WITH ORDINALITY AS form (word, folded, literal, number)
    CROSS JOIN unnest(lexemes_of(dictionary_for(held.configuration),
                                 latin_dictionary_for(held.configuration),
                                 form.word, form.folded, form.literal)) AS lexeme
    LEFT JOIN lexemes USING (configuration, lexeme)
    GROUP BY held.configuration, form.number
), rarest AS MATERIALIZED (
    SELECT DISTINCT ON (configuration) configuration, number, ids FROM word
    WHERE configuration NOT IN (SELECT configuration FROM word WHERE ids IS NULL)
    ORDER BY configuration, chunks, number
), found AS MATERIALIZED (
    SELECT DISTINCT configuration, document_number, chunk_index, number
    FROM (SELECT rarest.configuration, rarest.number, document_number, chunk_index
          FROM rarest JOIN postings ON lexeme_id = ANY(ids)
          WHERE $11::boolean OR document_number IN (
              SELECT indexed.number FROM documents_within($6, $7, $8, $9, $10) AS document
              JOIN indexed_documents AS indexed ON indexed.document_id = document.id)
          LIMIT $4) AS posting
), complete AS MATERIALIZED (
    SELECT document_number, chunk_index FROM found
    WHERE NOT EXISTS (
        SELECT FROM word
        WHERE word.configuration = found.configuration AND word.number <> found.number
          AND NOT EXISTS (
              SELECT FROM postings
              WHERE lexeme_id = ANY(word.ids) AND postings.document_number = found.document_number
                AND postings.chunk_index = found.chunk_index))
)
SELECT chunk.document_id, chunk.chunk_index, chunk.content
FROM complete
JOIN indexed_documents AS indexed ON indexed.number = document_number
JOIN document_chunks AS chunk
     ON chunk.document_id = indexed.document_id AND chunk.chunk_index = complete.chunk_index
ORDER BY indexed.number, chunk.chunk_index LIMIT $5;
