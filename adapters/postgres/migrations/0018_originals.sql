-- Uploaded bytes in pieces, the parts of files, and more of what a document says about itself.

-- Pieces of 1 MiB from number 0, so that a large file is written and read a piece at a time.
ALTER TABLE document_originals ADD COLUMN number integer NOT NULL DEFAULT 0 CHECK (number >= 0);
ALTER TABLE document_originals ALTER COLUMN number DROP DEFAULT;
ALTER TABLE document_originals DROP CONSTRAINT document_originals_pkey;
ALTER TABLE document_originals ADD PRIMARY KEY (document_id, number);
INSERT INTO document_originals (document_id, workspace_id, number, content)
SELECT document_id, workspace_id, next, substr(content, next * 1048576 + 1, 1048576)
FROM document_originals, generate_series(1, (length(content) - 1) / 1048576) AS next;
UPDATE document_originals SET content = substr(content, 1, 1048576)
WHERE number = 0 AND length(content) > 1048576;

-- What the content of a file is, whatever its name says; its title; and the number of its pages,
-- which is null for formats without pages. Documents from before are text without a stored title.
ALTER TABLE documents ADD COLUMN media_type text NOT NULL DEFAULT 'text/plain';
ALTER TABLE documents ADD COLUMN title text;
ALTER TABLE documents ADD COLUMN pages integer CHECK (pages >= 0);
UPDATE documents SET media_type = 'text/markdown' WHERE filename ~* '\.(md|markdown)$';

CREATE OR REPLACE VIEW documents_as_read AS
SELECT id, workspace_id, filename, file_size, content_sha256, uploaded_at, total_chunks,
       processing_seconds, content,
       CASE WHEN cut_off THEN 'failed' ELSE status END AS status,
       CASE WHEN cut_off
            THEN 'The processing was cut off, and nothing of the document can be found.'
                 ' Send it again to start over.'
            ELSE error_message END AS error_message,
       language, notes, error_code, metadata, media_type, title, pages
FROM (SELECT *, claim_expires_at IS NOT NULL AND claim_expires_at <= statement_timestamp()
                AS cut_off
      FROM documents) AS document;

-- The parts of a file, such as pages, in reading order: a part is text[char_start:char_end]. Its
-- runs are three arrays of the same length: where each starts in the part, how long it is, and where
-- it stands in the file.
CREATE TABLE document_parts (
    document_id  uuid NOT NULL REFERENCES documents ON DELETE CASCADE,
    part_index   integer NOT NULL CHECK (part_index >= 0),
    workspace_id uuid NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000',
    kind         text NOT NULL CHECK (kind IN ('page', 'slide', 'sheet', 'part')),
    number       integer NOT NULL CHECK (number >= 1),
    name         text,
    char_start   integer NOT NULL CHECK (char_start >= 0),
    char_end     integer NOT NULL CHECK (char_end >= char_start),
    run_starts   integer[] NOT NULL,
    run_lengths  integer[] NOT NULL,
    run_sources  integer[] NOT NULL,
    PRIMARY KEY (document_id, part_index)
);
CREATE INDEX document_parts_by_place ON document_parts (document_id, char_start);
