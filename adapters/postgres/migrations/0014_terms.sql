-- What a word is, is decided in one place, domain/text/words, for documents and questions alike.
-- The database only finds the form of a word that its language is compared by.

-- By which version of these words a document is indexed. Quoth indexes the documents of another
-- version again when it starts.
ALTER TABLE indexed_documents ADD COLUMN words_version integer NOT NULL DEFAULT 0;

DROP FUNCTION index_words(uuid);
DROP FUNCTION words_of(text);

-- The dictionary that stems the words of a text search configuration.
CREATE FUNCTION dictionary_for(configuration text) RETURNS regdictionary STABLE LANGUAGE sql AS $$
    SELECT (CASE configuration WHEN 'simple' THEN 'simple' ELSE configuration || '_stem' END)
           ::regdictionary
$$;

-- The dictionary for its words in Latin letters. Where a language has letters of its own, they are
-- taken for English.
CREATE FUNCTION latin_dictionary_for(configuration text) RETURNS regdictionary
STABLE LANGUAGE sql AS $$
    SELECT CASE WHEN configuration IN ('arabic', 'armenian', 'greek', 'hindi', 'nepali', 'russian',
                                       'serbian', 'tamil', 'yiddish')
           THEN 'english_stem'::regdictionary ELSE dictionary_for(configuration) END
$$;

-- The stem of a word: none if it is a stop word.
CREATE FUNCTION stem_of(dictionary regdictionary, latin regdictionary, word text) RETURNS text[]
IMMUTABLE LANGUAGE sql AS $$
    SELECT ts_lexize(CASE WHEN dictionary <> latin AND word ~ '^[a-z]+$' THEN latin
                          ELSE dictionary END, word)
$$;

-- The lexemes of a form of a term: of a word its stem, and then the stem of the word without accents
-- if that is another; of a literal, which is no word, the literal. Without a FROM, so that
-- PostgreSQL expands it in place: a call would take longer than what it does.
CREATE FUNCTION lexemes_of(
    dictionary regdictionary, latin regdictionary, word text, folded text, literal text
) RETURNS text[] IMMUTABLE LANGUAGE sql AS $$
    SELECT CASE
        WHEN word IS NULL THEN ARRAY[literal]
        WHEN folded IS NULL OR stem_of(dictionary, latin, word) = '{}'
             THEN stem_of(dictionary, latin, word)
        ELSE stem_of(dictionary, latin, word)
             || array_remove(stem_of(dictionary, latin, folded),
                             (stem_of(dictionary, latin, word))[1]) END
$$;
