-- Queries on the words in the names and titles of documents.

-- name: names_to_index
-- The names of a document, its title, and the beginning of its text.
SELECT filename || other_names_of(id) AS names, coalesce(given_title, title) AS title,
       left(content, $2) AS beginning
FROM documents WHERE id = $1 AND workspace_id = current_workspace();

-- name: forget_names
-- Remove the words of all names of a document.
DELETE FROM name_words WHERE document_id = $1 AND workspace_id = current_workspace();

-- name: forget_name
-- Remove the words of one name of a document.
DELETE FROM name_words WHERE document_id = $1 AND name = $2 AND workspace_id = current_workspace();

-- name: index_names
-- Make a document ($1) findable by the forms ($3 to $5, as in index_words) of its names ($2).
INSERT INTO name_words (configuration, lexeme, document_id, name)
SELECT configuration_for(document.language), lexeme, document.id, form.name
FROM documents AS document,
     unnest($2::text[], $3::text[], $4::text[], $5::text[]) AS form (name, word, folded, literal),
     unnest(lexemes_of(dictionary_for(configuration_for(document.language)),
                       latin_dictionary_for(configuration_for(document.language)),
                       word, folded, literal)) AS lexeme
WHERE document.id = $1 AND document.workspace_id = current_workspace()
ON CONFLICT DO NOTHING;

-- name: named_documents
-- The $6 documents whose names and titles have the words of a question that weigh most: the score,
-- the numbers of the words, and the name that has most. $1 to $4 are the words: the number of each,
-- its language, its lexeme, and its weight in BM25. Only documents that pass a filter ($8 to $12)
-- count, unless $7 is true.
--
-- A word counts with its weight times its rarity: the idf over the documents whose names have it, as
-- a share of that of a word that one document has in its names. A word that more than $5 documents
-- have counts nothing, and so many documents stand for a larger library: idf changes little beyond.
WITH library AS MATERIALIZED (
    SELECT greatest(count(*), 1) AS documents
    FROM (SELECT FROM indexed_documents WHERE workspace_id = current_workspace()
          LIMIT $5 + 1) AS document
), word AS MATERIALIZED (
    SELECT number, configuration, lexeme,
           weight * ln(1 + (greatest(library.documents - named.documents, 0) + 0.5)
                           / (named.documents + 0.5))
                  / ln(1 + (library.documents - 0.5) / 1.5) AS weight
    FROM library, unnest($1::int[], $2::text[], $3::text[], $4::float8[])
                  AS asked (number, configuration, lexeme, weight)
    CROSS JOIN LATERAL (
        SELECT count(DISTINCT document_id) AS documents
        FROM (SELECT document_id FROM name_words
              WHERE name_words.configuration = asked.configuration
                AND name_words.lexeme = asked.lexeme
                AND name_words.workspace_id = current_workspace() LIMIT $5 + 1) AS held) AS named
    WHERE named.documents BETWEEN 1 AND $5
), held AS MATERIALIZED (
    SELECT document_id, name, number, max(weight) AS weight
    FROM word JOIN name_words USING (configuration, lexeme)
    WHERE name_words.workspace_id = current_workspace()
      AND ($7::boolean
           OR document_id IN (SELECT id FROM documents_within($8, $9, $10, $11, $12)))
    GROUP BY document_id, name, number
), best AS MATERIALIZED (
    SELECT document_id, sum(own.weight) AS score, array_agg(own.number ORDER BY own.number) AS numbers
    FROM (SELECT document_id, number, max(weight) AS weight FROM held
          GROUP BY document_id, number) AS own
    WHERE EXISTS (SELECT FROM indexed_documents AS indexed
                  WHERE indexed.document_id = own.document_id
                  AND indexed.workspace_id = current_workspace())
    GROUP BY document_id ORDER BY score DESC, document_id LIMIT $6
), shown AS MATERIALIZED (
    SELECT DISTINCT ON (document_id) document_id, name
    FROM (SELECT document_id, name, sum(weight) AS weight FROM held
          WHERE name <> '' GROUP BY document_id, name) AS own
    JOIN best USING (document_id) JOIN documents ON documents.id = document_id
    WHERE documents.workspace_id = current_workspace()
    ORDER BY document_id, weight DESC, name = filename DESC, name
)
SELECT document_id, score, numbers, name
FROM best LEFT JOIN shown USING (document_id) ORDER BY score DESC, document_id;

-- name: nearest_chunks_of
-- The $2 chunks nearest to a vector ($1) in some documents ($3), by an exact scan of their windows;
-- none in documents with more than $4 chunks together.
SELECT document_id, chunk_index
FROM chunk_embeddings
WHERE document_id = ANY($3::uuid[]) AND chunk_embeddings.workspace_id = current_workspace()
  AND (SELECT sum(chunk_count) FROM indexed_documents
       WHERE indexed_documents.document_id = ANY($3::uuid[])
         AND indexed_documents.workspace_id = current_workspace()) <= $4
GROUP BY document_id, chunk_index
ORDER BY min(embedding <=> $1), document_id, chunk_index LIMIT $2;
