-- Queries on the words in the names and titles of documents.

-- name: names_to_index
-- The names of a document, and the beginning of its text.
SELECT filename || other_names_of(id) AS names, left(content, $2) AS beginning
FROM documents WHERE id = $1;

-- name: forget_names
-- Remove the words of all names of a document.
DELETE FROM name_words WHERE document_id = $1;

-- name: forget_name
-- Remove the words of one name of a document.
DELETE FROM name_words WHERE document_id = $1 AND name = $2;

-- name: index_names
-- Make a document ($1) findable by the forms ($3 to $5, as in index_words) of its names ($2).
INSERT INTO name_words (configuration, lexeme, document_id, name)
SELECT configuration_for(document.language), lexeme, document.id, form.name
FROM documents AS document,
     unnest($2::text[], $3::text[], $4::text[], $5::text[]) AS form (name, word, folded, literal),
     unnest(lexemes_of(configuration_for(document.language), word, folded, literal)) AS lexeme
WHERE document.id = $1
ON CONFLICT DO NOTHING;

-- name: bump_names_revision
-- Increment the part of the revision that further names add to.
UPDATE names_revision SET revision = revision + 1;

-- name: named_documents
-- The $8 documents whose names and titles have the words of a question that weigh most, among those
-- that pass a filter ($9 to $11): the score, the numbers of the words, and the name that has most.
-- The forms are $1 to $3, as in index_words, and $4 is the number of the word that each belongs to.
--
-- A word weighs factor * idf * rarity: idf is that of BM25 over the chunks, the factor ($6) is that
-- of a language ($5), and rarity is the same idf over the documents, as a share of that of a word
-- that one document has in its names. A word that more than $7 documents have weighs nothing, and
-- so many documents stand for a larger library: idf changes little beyond.
WITH asked AS MATERIALIZED (
    SELECT form.number, held.configuration, lexeme,
           factor * ln(1 + (held.chunk_count - coalesce(lexemes.chunk_count, 0) + 0.5)
                           / (coalesce(lexemes.chunk_count, 0) + 0.5)) AS idf
    FROM unnest($5::text[], $6::float8[]) AS language (configuration, factor)
    JOIN lexical_statistics AS held USING (configuration)
    CROSS JOIN unnest($1::text[], $2::text[], $3::text[], $4::int[])
               AS form (word, folded, literal, number)
    CROSS JOIN unnest(lexemes_of(held.configuration, word, folded, literal)) AS lexeme
    LEFT JOIN lexemes USING (configuration, lexeme)
), library AS MATERIALIZED (
    SELECT count(*) AS documents FROM (SELECT FROM indexed_documents LIMIT $7 + 1) AS document
), word AS MATERIALIZED (
    SELECT number, configuration, lexeme,
           idf * ln(1 + (greatest(library.documents - named.documents, 0) + 0.5)
                        / (named.documents + 0.5))
               / ln(1 + (greatest(library.documents, 1) - 0.5) / 1.5) AS weight
    FROM library, asked CROSS JOIN LATERAL (
        SELECT count(DISTINCT document_id) AS documents
        FROM (SELECT document_id FROM name_words
              WHERE name_words.configuration = asked.configuration
                AND name_words.lexeme = asked.lexeme LIMIT $7 + 1) AS held) AS named
    WHERE named.documents BETWEEN 1 AND $7
), held AS MATERIALIZED (
    SELECT document_id, name, number, max(weight) AS weight
    FROM word JOIN name_words USING (configuration, lexeme)
    GROUP BY document_id, name, number
), best AS MATERIALIZED (
    SELECT document_id, sum(own.weight) AS score, array_agg(own.number ORDER BY own.number) AS numbers
    FROM (SELECT document_id, number, max(weight) AS weight FROM held
          GROUP BY document_id, number) AS own
    JOIN documents_within($9, $10, $11) AS document ON document.id = document_id
    JOIN indexed_documents USING (document_id)
    GROUP BY document_id ORDER BY score DESC, document_id LIMIT $8
)
SELECT document_id, score, numbers, (
    SELECT name FROM held JOIN documents AS document ON document.id = document_id
    WHERE held.document_id = best.document_id AND name <> ''
    GROUP BY name, filename ORDER BY sum(weight) DESC, name = filename DESC, name LIMIT 1) AS name
FROM best;
