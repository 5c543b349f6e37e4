-- Collections of documents, and what clients say of documents beside what the files say themselves.

CREATE TABLE collections (
    id           uuid PRIMARY KEY,
    workspace_id uuid NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000',
    name         text NOT NULL,
    created_at   timestamptz NOT NULL DEFAULT now(),
    UNIQUE (workspace_id, name)
);

CREATE TABLE document_collections (
    collection_id uuid NOT NULL REFERENCES collections ON DELETE CASCADE,
    document_id   uuid NOT NULL REFERENCES documents ON DELETE CASCADE,
    PRIMARY KEY (collection_id, document_id)
);
CREATE INDEX document_collections_by_document ON document_collections (document_id);

ALTER TABLE documents ADD COLUMN given_metadata jsonb NOT NULL DEFAULT '{}'
    CHECK (jsonb_typeof(given_metadata) = 'object');
ALTER TABLE documents ADD COLUMN given_title text;

-- What clients have said of a document.
CREATE FUNCTION labels_of(document_id uuid) RETURNS json STABLE LANGUAGE sql AS $$
    SELECT json_build_object(
        'collections', ARRAY(
            SELECT name FROM document_collections AS link JOIN collections AS held
                        ON held.id = link.collection_id
            WHERE link.document_id = document.id ORDER BY name COLLATE "C"),
        'metadata', given_metadata,
        'title', given_title)
    FROM documents AS document WHERE document.id = $1
$$;

-- The documents that pass a filter, whatever their status. metadata is an object of arrays: under
-- each of its names a document has one of the values, alone or in a list.
CREATE FUNCTION documents_matching(
    ids uuid[], filename_pattern text, uploaded_since timestamptz, collection_names text[],
    values_by_name jsonb
) RETURNS TABLE (id uuid, total_chunks integer, status text) STABLE LANGUAGE sql AS $$
    SELECT document.id, document.total_chunks, document.status FROM documents AS document
    WHERE (ids IS NULL OR document.id = ANY(ids))
      AND (filename_pattern IS NULL
           OR document.id IN (SELECT named FROM documents_named(filename_pattern) AS named))
      AND (documents_matching.uploaded_since IS NULL
           OR document.uploaded_at >= documents_matching.uploaded_since)
      AND (collection_names IS NULL OR document.id IN (
           SELECT link.document_id FROM collections AS held
           JOIN document_collections AS link ON link.collection_id = held.id
           WHERE held.name = ANY(collection_names)))
      AND (values_by_name IS NULL OR NOT EXISTS (
           SELECT FROM jsonb_each(values_by_name) AS asked (name, wanted)
           WHERE ((document.metadata || document.given_metadata) -> asked.name
                  ?| ARRAY(SELECT jsonb_array_elements_text(asked.wanted))) IS NOT TRUE))
$$;

-- Those of them that are searched.
DROP FUNCTION documents_within(uuid[], text, timestamptz);
CREATE FUNCTION documents_within(
    ids uuid[], filename_pattern text, uploaded_since timestamptz, collection_names text[],
    values_by_name jsonb
) RETURNS TABLE (id uuid, total_chunks integer) STABLE LANGUAGE sql AS $$
    SELECT document.id, document.total_chunks
    FROM documents_matching(ids, filename_pattern, uploaded_since, collection_names,
                            values_by_name) AS document
    WHERE document.status = 'processed'
$$;

-- Which documents a question was asked of; null if all were.
ALTER TABLE chat_messages ADD COLUMN within jsonb;

CREATE OR REPLACE VIEW chat_messages_as_read AS
SELECT id, session_id, position, role, content, created_at, sources, citations, prompt_tokens,
       completion_tokens,
       CASE WHEN lease_expires_at <= clock_timestamp() THEN 'interrupted'
            ELSE finish_reason END AS finish_reason,
       stream, outcome, considered, within
FROM chat_messages;
