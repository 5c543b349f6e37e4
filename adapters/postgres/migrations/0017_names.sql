-- The words that documents are found by beside those of their chunks: the words of their names and
-- their titles. Quoth writes them when it starts, for the documents that are there already.

-- A word in a name of a document, in the form that lexemes_of finds. The name of a title is empty.
CREATE TABLE name_words (
    configuration text NOT NULL,
    lexeme        text NOT NULL,
    document_id   uuid NOT NULL REFERENCES documents ON DELETE CASCADE,
    name          text NOT NULL,
    PRIMARY KEY (configuration, lexeme, document_id, name)
);
CREATE INDEX name_words_by_document ON name_words (document_id, name);

-- What a further name of a document adds to library_revision. In a row of its own, so that uploads
-- of equal bytes do not wait for the document whose words are being indexed.
CREATE TABLE names_revision (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    revision bigint NOT NULL DEFAULT 0
);
INSERT INTO names_revision DEFAULT VALUES;

-- Compounds are found by their last part and by their first, in the languages that write them as
-- one word.
CREATE FUNCTION has_compounds(configuration text) RETURNS boolean IMMUTABLE LANGUAGE sql AS $$
    SELECT configuration IN ('danish', 'dutch', 'finnish', 'german', 'hungarian', 'norwegian',
                             'swedish')
$$;
CREATE INDEX lexemes_by_end ON lexemes (configuration, reverse(lexeme) text_pattern_ops)
    WHERE has_compounds(configuration);
CREATE INDEX lexemes_by_beginning ON lexemes (configuration, lexeme text_pattern_ops)
    WHERE has_compounds(configuration);
