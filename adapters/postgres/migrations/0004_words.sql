-- The words that chunks are found by, and the statistics that BM25 weighs them with.
--
-- What a word is, is decided here alone: the functions below serve documents and questions. Who
-- changes one has to index all documents again in the same migration.

-- The language that a document is written in, as an ISO 639-1 code; null if unknown.
ALTER TABLE documents ADD COLUMN language text;

CREATE OR REPLACE VIEW documents_as_read AS
SELECT id, workspace_id, filename, file_size, content_sha256, uploaded_at, total_chunks,
       processing_seconds, content,
       CASE WHEN cut_off THEN 'failed' ELSE status END AS status,
       CASE WHEN cut_off
            THEN 'The processing was cut off, and nothing of the document was kept.'
                 ' Send it again to start over.'
            ELSE error_message END AS error_message,
       language
FROM (SELECT *, claim_expires_at IS NOT NULL AND claim_expires_at <= clock_timestamp() AS cut_off
      FROM documents) AS document;

-- The text search configuration for a language: how its words are stemmed, and which of them are
-- stop words. The names are written out, so that a newer PostgreSQL with one more language does
-- not analyse a question otherwise than the documents that are there. They are kept as text:
-- pg_upgrade refuses columns of type regconfig.
CREATE FUNCTION configuration_for(language text) RETURNS text IMMUTABLE LANGUAGE sql AS $$
    SELECT CASE language
        WHEN 'ar' THEN 'arabic'     WHEN 'ca' THEN 'catalan'    WHEN 'da' THEN 'danish'
        WHEN 'de' THEN 'german'     WHEN 'el' THEN 'greek'      WHEN 'en' THEN 'english'
        WHEN 'es' THEN 'spanish'    WHEN 'eu' THEN 'basque'     WHEN 'fi' THEN 'finnish'
        WHEN 'fr' THEN 'french'     WHEN 'ga' THEN 'irish'      WHEN 'hi' THEN 'hindi'
        WHEN 'hu' THEN 'hungarian'  WHEN 'hy' THEN 'armenian'   WHEN 'id' THEN 'indonesian'
        WHEN 'it' THEN 'italian'    WHEN 'lt' THEN 'lithuanian' WHEN 'nb' THEN 'norwegian'
        WHEN 'ne' THEN 'nepali'     WHEN 'nl' THEN 'dutch'      WHEN 'nn' THEN 'norwegian'
        WHEN 'no' THEN 'norwegian'  WHEN 'pt' THEN 'portuguese' WHEN 'ro' THEN 'romanian'
        WHEN 'ru' THEN 'russian'    WHEN 'sr' THEN 'serbian'    WHEN 'sv' THEN 'swedish'
        WHEN 'ta' THEN 'tamil'      WHEN 'tr' THEN 'turkish'    WHEN 'yi' THEN 'yiddish'
        ELSE 'simple' END
$$;

-- A text with nothing between its words but spaces. PostgreSQL's parser would take "and/or" for a
-- path, "read-only" for three words and "example.org/a" for a host, and in some locales a dash, an
-- arrow or an emoji for a letter. So what parts words is listed by blocks: ASCII, Latin 1, some
-- scripts' own, general punctuation, currencies, symbols, CJK, private use, emoji. Ligatures and
-- full-width forms become plain letters, and soft hyphens nothing. Chinese and Japanese do not
-- part their words: each character stands alone.
CREATE FUNCTION words_of(content text) RETURNS text IMMUTABLE LANGUAGE sql AS $$
    SELECT regexp_replace(
        regexp_replace(
            normalize(replace(content, chr(173), ''), NFKC),
            '[\u0001-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00a9\u00ab-\u00b4\u00b6-\u00b9'
            '\u00bb-\u00bf\u00d7\u00f7\u055a-\u055f\u0589\u058a\u05be\u05c0\u05c3\u05f3\u05f4'
            '\u0609-\u060d\u061b-\u061f\u066a-\u066d\u06d4\u0964\u0965\u0970\u0e4f\u0e5a\u0e5b'
            '\u0f04-\u0f14\u104a-\u104f\u1360-\u1368\u17d4-\u17da\u1800-\u180a'
            '\u2000-\u206f\u20a0-\u20cf\u2190-\u2bff\u2e00-\u2e7f\u3000-\u3004\u3008-\u303f'
            '\ue000-\uf8ff\ufe00-\ufe6f\ufeff\uffe0-\uffff\U0001f000-\U0001faff]+',
            ' ', 'g'),
        '([\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff'
        '\U00020000-\U0003ffff])',
        ' \1 ', 'g')
$$;

-- One row for each word that documents of one configuration have, in the form that it is found by.
-- chunk_count, which changes most, is in no index, so that a change of it touches none.
CREATE TABLE lexemes (
    id            integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    configuration text NOT NULL,
    lexeme        text NOT NULL,
    chunk_count   integer NOT NULL CHECK (chunk_count > 0),
    UNIQUE (configuration, lexeme)
) WITH (fillfactor = 80);

-- What the documents of one configuration amount to.
CREATE TABLE lexical_statistics (
    configuration text PRIMARY KEY,
    chunk_count   bigint NOT NULL CHECK (chunk_count > 0),
    total_length  bigint NOT NULL CHECK (total_length >= 0)
);

-- What each document has added to both, and takes along when it goes. A document cannot be
-- deleted without: the reference is checked when the transaction ends.
CREATE TABLE indexed_documents (
    number              integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    document_id         uuid NOT NULL UNIQUE REFERENCES documents DEFERRABLE INITIALLY DEFERRED,
    configuration       text NOT NULL,
    chunk_count         integer NOT NULL,
    total_length        bigint NOT NULL,
    lexeme_ids          integer[] NOT NULL,
    lexeme_chunk_counts integer[] NOT NULL
);

-- How often a chunk has a lexeme, and how many lexemes it has in all. Millions of rows: 16 bytes
-- each, all of them in the index, and no foreign keys, which would be checked row by row.
CREATE TABLE postings (
    lexeme_id       integer NOT NULL,
    document_number integer NOT NULL,
    chunk_index     integer NOT NULL,
    frequency       smallint NOT NULL,
    length          smallint NOT NULL,
    PRIMARY KEY (lexeme_id, document_number, chunk_index) INCLUDE (frequency, length)
);

-- Make a stored document findable by its words. One transaction at a time may do so: the caller
-- holds the row of library_revision. PostgreSQL counts at most 255 occurrences of a lexeme.
CREATE FUNCTION index_words(added uuid) RETURNS void LANGUAGE sql AS $$
    WITH document AS MATERIALIZED (
        SELECT id, configuration_for(language) AS configuration FROM documents WHERE id = added
    ), occurrence AS MATERIALIZED (
        SELECT chunk_index, lexeme, cardinality(positions) AS frequency,
               least(sum(cardinality(positions)) OVER (PARTITION BY chunk_index), 32767) AS length
        FROM document_chunks AS chunk, document,
             unnest(to_tsvector(document.configuration::regconfig, words_of(chunk.content)))
        WHERE chunk.document_id = added
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
                                       lexeme_ids, lexeme_chunk_counts)
        SELECT document.id, document.configuration,
               (SELECT count(*) FROM document_chunks WHERE document_id = added),
               (SELECT coalesce(sum(length), 0)
                FROM (SELECT DISTINCT chunk_index, length FROM occurrence) AS chunk),
               (SELECT coalesce(array_agg(id ORDER BY id), '{}') FROM term),
               (SELECT coalesce(array_agg(chunk_count ORDER BY id), '{}') FROM term)
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
    SELECT term.id, share.number, chunk_index, frequency, length
    FROM share, occurrence JOIN term USING (lexeme) ORDER BY term.id, chunk_index
$$;

-- Take a document's words out again, under the same lock.
CREATE FUNCTION forget_words(removed uuid) RETURNS void LANGUAGE sql AS $$
    WITH share AS MATERIALIZED (
        DELETE FROM indexed_documents WHERE document_id = removed RETURNING *
    ), term AS MATERIALIZED (
        SELECT term.id, term.chunk_count
        FROM share, unnest(lexeme_ids, lexeme_chunk_counts) AS term (id, chunk_count)
    ), vanished AS (
        DELETE FROM lexemes USING term
        WHERE lexemes.id = term.id AND lexemes.chunk_count = term.chunk_count
    ), rarer AS (
        UPDATE lexemes SET chunk_count = lexemes.chunk_count - term.chunk_count FROM term
        WHERE lexemes.id = term.id AND lexemes.chunk_count > term.chunk_count
    ), emptied AS (
        DELETE FROM lexical_statistics AS held USING share
        WHERE held.configuration = share.configuration AND held.chunk_count = share.chunk_count
    ), reduced AS (
        UPDATE lexical_statistics AS held
        SET chunk_count = held.chunk_count - share.chunk_count,
            total_length = held.total_length - share.total_length
        FROM share
        WHERE held.configuration = share.configuration AND held.chunk_count > share.chunk_count
    )
    DELETE FROM postings USING term, share
    WHERE postings.lexeme_id = term.id AND postings.document_number = share.number
$$;

-- The processed documents that pass a filter; a condition that is null lets all of them pass.
CREATE FUNCTION documents_within(ids uuid[], filename_pattern text, uploaded_since timestamptz)
RETURNS TABLE (id uuid, total_chunks integer) STABLE LANGUAGE sql AS $$
    SELECT document.id, document.total_chunks FROM documents AS document
    WHERE document.status = 'processed'
      AND (ids IS NULL OR document.id = ANY(ids))
      AND (filename_pattern IS NULL OR document.filename ILIKE filename_pattern)
      AND (documents_within.uploaded_since IS NULL
           OR document.uploaded_at >= documents_within.uploaded_since)
$$;

-- The documents that are there already.
SELECT index_words(id) FROM documents WHERE status = 'processed';
