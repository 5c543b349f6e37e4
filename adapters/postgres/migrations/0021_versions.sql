-- Versions. A document, its chunks, vectors and words are those of its current version. Earlier
-- versions are here, for citations that were made of them: what the document said, and its text.
-- Their parts and their uploaded bytes stand beside those of the current one.

CREATE TABLE document_versions (
    document_id        uuid NOT NULL REFERENCES documents ON DELETE CASCADE,
    version            integer NOT NULL CHECK (version >= 1),
    workspace_id       uuid NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000',
    filename           text NOT NULL,
    file_size          bigint NOT NULL,
    content_sha256     text NOT NULL,
    uploaded_at        timestamptz NOT NULL,
    total_chunks       integer NOT NULL,
    processing_seconds double precision,
    content            text NOT NULL,
    language           text,
    notes              text[] NOT NULL,
    metadata           jsonb NOT NULL,
    media_type         text NOT NULL,
    title              text,
    pages              integer,
    superseded_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (document_id, version)
);

ALTER TABLE document_parts ADD COLUMN version integer NOT NULL DEFAULT 1 CHECK (version >= 1);
ALTER TABLE document_parts DROP CONSTRAINT document_parts_pkey;
ALTER TABLE document_parts ADD PRIMARY KEY (document_id, version, part_index);
DROP INDEX document_parts_by_place;
CREATE INDEX document_parts_by_place ON document_parts (document_id, version, char_start);

ALTER TABLE document_originals ADD COLUMN version integer NOT NULL DEFAULT 1 CHECK (version >= 1);
ALTER TABLE document_originals DROP CONSTRAINT document_originals_pkey;
ALTER TABLE document_originals ADD PRIMARY KEY (document_id, version, number);
