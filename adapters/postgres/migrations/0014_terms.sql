-- What a word is, is decided in one place, domain/text/words, for documents and questions alike.
-- The database only finds the form of a word that its language is compared by.

-- By which version of these words a document is indexed. Quoth indexes the documents of another
-- version again when it starts.
ALTER TABLE indexed_documents ADD COLUMN words_version integer NOT NULL DEFAULT 0;

DROP FUNCTION index_words(uuid);
DROP FUNCTION words_of(text);

-- The dictionary that stems a word. Where a language has letters of its own, a word in Latin letters
-- is taken for English.
CREATE FUNCTION dictionary_for(configuration text, word text) RETURNS regdictionary
STABLE LANGUAGE sql AS $$
    SELECT (CASE
        WHEN configuration = 'simple' THEN 'simple'
        WHEN word ~ '^[a-z]+$' AND configuration IN ('arabic', 'armenian', 'greek', 'hindi',
             'nepali', 'russian', 'serbian', 'tamil', 'yiddish') THEN 'english_stem'
        ELSE configuration || '_stem' END)::regdictionary
$$;

-- The lexemes of a form of a term: of a word its stem, and then the stem of the word without accents
-- if that is another; of a literal, which is no word, the literal. A stop word has none.
CREATE FUNCTION lexemes_of(configuration text, word text, folded text, literal text)
RETURNS text[] STABLE LANGUAGE sql AS $$
    SELECT CASE
        WHEN word IS NULL THEN ARRAY[literal]
        WHEN folded IS NULL OR stem = '{}' THEN stem
        ELSE stem || array(SELECT unnest(ts_lexize(dictionary_for(configuration, folded), folded))
                           EXCEPT SELECT unnest(stem)) END
    FROM (SELECT ts_lexize(dictionary_for(configuration, word), word) AS stem) AS stemmed
$$;
