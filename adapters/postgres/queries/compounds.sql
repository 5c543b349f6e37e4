-- Queries that look for compounds, in the languages that write them as one word.

-- name: longer_words
-- The lexemes that begin or end with a word of a question ($1), for each language with compounds
-- ($2): up to $3 at either end, those in most chunks first. The operators compare byte by byte, as
-- the indexes do, and no text is behind that with U+10FFFF. The bounds are made first (OFFSET 0): a
-- condition that calls a function with them could not use the index.
-- A word may lose more of its end behind another word, as `stalling` does in Dutch: so its stem is
-- taken behind any letters too. Stop words have none.
WITH held AS MATERIALIZED (
    SELECT configuration, dictionary_for(configuration) AS dictionary
    FROM unnest($2::text[]) AS configuration
)
SELECT held.configuration, word, stem, longer.*
FROM held
CROSS JOIN unnest($1::text[]) AS word
CROSS JOIN LATERAL (
    SELECT stem, stem || chr(1114111) AS behind, reverse(stem) AS reversed,
           reverse(stem) || chr(1114111) AS behind_reversed
    FROM (SELECT unnest(ts_lexize(dictionary, word))
          UNION
          SELECT substr(unnest(ts_lexize(dictionary, 'garaga' || word)), 7)
          WHERE ts_lexize(dictionary, word) <> '{}') AS each (stem)
    OFFSET 0
) AS each
CROSS JOIN LATERAL (
    (SELECT lexeme, id AS lexeme_id, chunk_count AS document_frequency, true AS ends_with
     FROM held_lexemes AS lexemes
     WHERE has_compounds(lexemes.configuration) AND lexemes.configuration = held.configuration
       AND lexemes.reversed ~>~ each.reversed AND lexemes.reversed ~<~ each.behind_reversed
     ORDER BY chunk_count DESC, lexeme LIMIT $3)
    UNION ALL
    (SELECT lexeme, id, chunk_count, false FROM held_lexemes AS lexemes
     WHERE has_compounds(lexemes.configuration) AND lexemes.configuration = held.configuration
       AND lexeme ~>~ stem AND lexeme ~<~ behind
     ORDER BY chunk_count DESC, lexeme LIMIT $3)
) AS longer;

-- name: known_words
-- Which of some words ($1) the library has, for each language with compounds ($2).
WITH held AS MATERIALIZED (
    SELECT configuration, dictionary_for(configuration) AS dictionary
    FROM unnest($2::text[]) AS configuration
)
SELECT configuration, word, lexemes.id AS lexeme_id, lexemes.chunk_count AS document_frequency
FROM held
CROSS JOIN unnest($1::text[]) AS word
CROSS JOIN unnest(ts_lexize(dictionary, word)) AS lexeme
JOIN held_lexemes AS lexemes USING (configuration, lexeme);
