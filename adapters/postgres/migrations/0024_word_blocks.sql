-- The postings of a lexeme in blocks, instead of a row each, and every count as the sum of what each
-- change adds: no change waits for another one to count its words. ADR 0051 explains it.

-- A chunk has a number, and those of a document follow each other, so that an integer says where a
-- word is. The numbers of a document are taken under a lock of the session for a moment, not of the
-- transaction, so that nobody waits.
CREATE SEQUENCE chunk_numbers AS integer;
CREATE FUNCTION next_chunks(wanted integer) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE first integer;
BEGIN
    PERFORM pg_advisory_lock(25, 1);
    BEGIN
        first := nextval('chunk_numbers');
        IF wanted > 1 THEN
            PERFORM setval('chunk_numbers', first + wanted - 1);
        END IF;
    EXCEPTION WHEN query_canceled OR OTHERS THEN
        PERFORM pg_advisory_unlock(25, 1);
        RAISE;
    END;
    PERFORM pg_advisory_unlock(25, 1);
    RETURN first;
END
$$;

-- A document has the lexemes of its postings, ascending, each as the difference to the one before: a
-- lexeme in three chunks is followed by two zeros. PostgreSQL compresses that well. A document that
-- is not folded has its postings in word_changes.
CREATE TABLE numbered_documents AS
SELECT (1 + sum(greatest(chunk_count, 1)) OVER (ORDER BY number) - greatest(chunk_count, 1))::integer
           AS first_chunk,
       document_id, configuration, chunk_count, total_length, words_version, true AS folded,
       coalesce((
           SELECT array_agg(CASE WHEN turn = 1 THEN id - before ELSE 0 END ORDER BY id, turn)
           FROM (SELECT id, term.chunk_count, lag(id, 1, 0) OVER (ORDER BY id) AS before
                 FROM unnest(lexeme_ids, lexeme_chunk_counts) AS term (id, chunk_count)) AS term,
                generate_series(1, term.chunk_count) AS turn), '{}') AS lexeme_steps, number
FROM indexed_documents;
SELECT setval('chunk_numbers', max(first_chunk + greatest(chunk_count, 1) - 1))
FROM numbered_documents HAVING count(*) > 0;

-- The postings of a lexeme from chunk first_chunk on, up to the next block of the lexeme: the
-- chunks in ascending order, how often each has the lexeme, and how many words each has in all.
-- Up to 190, of which five blocks fill a page.
CREATE TABLE posting_blocks (
    lexeme_id   integer NOT NULL,
    first_chunk integer NOT NULL,
    chunks      integer[] NOT NULL,
    frequencies smallint[] NOT NULL,
    lengths     smallint[] NOT NULL
);
SELECT set_config('work_mem', '256MB', true);
DO $$
DECLARE
    low integer := 0;
    high integer;
BEGIN
    LOOP
        -- about two million postings at a time, so that they are sorted in memory
        SELECT max(id) INTO high FROM (
            SELECT id, sum(chunk_count) OVER (ORDER BY id) AS postings
            FROM (SELECT id, chunk_count FROM lexemes WHERE id > low ORDER BY id LIMIT 200000) AS next
        ) AS summed WHERE postings <= 2000000;
        IF high IS NULL THEN
            SELECT min(id) INTO high FROM lexemes WHERE id > low;
        END IF;
        EXIT WHEN high IS NULL;
        INSERT INTO posting_blocks
        SELECT lexeme_id, min(chunk), array_agg(chunk ORDER BY chunk),
               array_agg(frequency ORDER BY chunk), array_agg(length ORDER BY chunk)
        FROM (
            SELECT lexeme_id, chunk, frequency, length,
                   (row_number() OVER (PARTITION BY lexeme_id ORDER BY chunk) - 1) / 190 AS block
            FROM (SELECT lexeme_id, first_chunk + chunk_index AS chunk, frequency, length
                  FROM postings JOIN numbered_documents ON number = document_number
                  WHERE lexeme_id > low AND lexeme_id <= high) AS posting
        ) AS posting
        GROUP BY lexeme_id, block;
        low := high;
    END LOOP;
END
$$;
DROP TABLE postings;
ALTER TABLE posting_blocks ADD PRIMARY KEY (lexeme_id, first_chunk);

DROP TABLE indexed_documents;
ALTER TABLE numbered_documents RENAME TO indexed_documents;
ALTER TABLE indexed_documents
    DROP COLUMN number,
    ALTER COLUMN document_id SET NOT NULL,
    ALTER COLUMN configuration SET NOT NULL,
    ALTER COLUMN chunk_count SET NOT NULL,
    ALTER COLUMN total_length SET NOT NULL,
    ALTER COLUMN words_version SET NOT NULL,
    ALTER COLUMN folded SET NOT NULL,
    ALTER COLUMN folded SET DEFAULT false,
    ALTER COLUMN lexeme_steps SET NOT NULL,
    ADD PRIMARY KEY (first_chunk),
    ADD UNIQUE (document_id),
    -- checked when the transaction ends: a document cannot go without its words
    ADD FOREIGN KEY (document_id) REFERENCES documents DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX indexed_documents_not_folded ON indexed_documents (first_chunk) INCLUDE (chunk_count)
    WHERE NOT folded;

-- What documents have added and taken away since the last fold: a row for each lexeme of each. It
-- adds to the chunks that have the lexeme, and has the postings of a document that was added. It keeps
-- its pages when it is empty: a plan that was made for an empty table reads all of it.
CREATE TABLE word_changes (
    lexeme_id   integer NOT NULL,
    first_chunk integer NOT NULL,
    chunk_count integer NOT NULL,
    chunks      integer[] NOT NULL,
    frequencies smallint[] NOT NULL,
    lengths     smallint[] NOT NULL,
    PRIMARY KEY (lexeme_id, first_chunk)
) WITH (vacuum_truncate = false);
CREATE INDEX word_changes_by_document ON word_changes (first_chunk);

-- The documents that are forgotten, until the fold has taken their chunks out of the blocks.
CREATE TABLE forgotten_documents (
    first_chunk integer PRIMARY KEY,
    chunk_count integer NOT NULL
);
DROP FUNCTION forget_words(uuid);

-- Sums of rows from here on: each change adds a row, and the fold adds up the rows.
ALTER TABLE lexical_statistics DROP CONSTRAINT lexical_statistics_pkey,
    DROP CONSTRAINT lexical_statistics_chunk_count_check,
    DROP CONSTRAINT lexical_statistics_total_length_check;
ALTER TABLE library_revision DROP CONSTRAINT library_revision_pkey,
    ALTER COLUMN revision SET DEFAULT 1;
INSERT INTO library_revision (revision) SELECT revision FROM names_revision;
DROP TABLE names_revision;

-- The count in lexemes is that of the last fold.
ALTER TABLE lexemes ALTER COLUMN chunk_count SET DEFAULT 0;
ALTER TABLE lexemes DROP CONSTRAINT lexemes_chunk_count_check, ADD CHECK (chunk_count >= 0);
CREATE VIEW held_lexemes AS
SELECT id, configuration, lexeme, chunk_count
FROM (SELECT id, configuration, lexeme, lexemes.chunk_count + coalesce((
                 SELECT sum(change.chunk_count) FROM word_changes AS change
                 WHERE change.lexeme_id = lexemes.id), 0)::integer AS chunk_count
      FROM lexemes) AS counted
WHERE chunk_count > 0;

CREATE VIEW held_languages AS
SELECT configuration, sum(chunk_count)::bigint AS chunk_count,
       sum(total_length)::bigint AS total_length
FROM lexical_statistics GROUP BY configuration HAVING sum(chunk_count) > 0;

CREATE VIEW postings AS
SELECT lexeme_id, first_chunk, chunks, frequencies, lengths FROM posting_blocks
UNION ALL
SELECT lexeme_id, first_chunk, chunks, frequencies, lengths FROM word_changes;

-- The posting of a chunk under a lexeme, if it has it. width_bucket looks for the place by halves;
-- OFFSET 0 keeps it from being looked for three times.
CREATE FUNCTION posting_of(lexeme integer, chunk integer)
RETURNS TABLE (frequency smallint, length smallint) STABLE LANGUAGE sql AS $$
    SELECT frequencies[place], lengths[place]
    FROM (SELECT chunks, frequencies, lengths, width_bucket(chunk, chunks) AS place
          FROM ((SELECT chunks, frequencies, lengths FROM posting_blocks
                 WHERE lexeme_id = lexeme AND first_chunk <= chunk
                 ORDER BY first_chunk DESC LIMIT 1)
                UNION ALL
                (SELECT chunks, frequencies, lengths FROM word_changes
                 WHERE lexeme_id = lexeme AND first_chunk <= chunk AND chunk_count > 0
                   AND chunk >= (SELECT min(first_chunk) FROM word_changes)
                 ORDER BY first_chunk DESC LIMIT 1)) AS block
          OFFSET 0) AS held
    WHERE chunks[place] = chunk
$$;

-- The document of a chunk: the last one that begins before it.
CREATE FUNCTION document_of(chunk integer)
RETURNS TABLE (document_id uuid, first_chunk integer) STABLE LANGUAGE sql AS $$
    SELECT document_id, first_chunk FROM indexed_documents
    WHERE first_chunk <= chunk ORDER BY first_chunk DESC LIMIT 1
$$;

-- The chunks of forgotten documents; null if there are none.
CREATE FUNCTION forgotten_chunks() RETURNS int4multirange STABLE LANGUAGE sql AS $$
    SELECT range_agg(int4range(first_chunk, first_chunk + chunk_count)) FROM forgotten_documents
$$;
