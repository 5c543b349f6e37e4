-- The chunks of earlier versions, as places in their texts. Versions that were replaced before have
-- none here.
ALTER TABLE document_versions
    ADD COLUMN chunk_starts integer[] NOT NULL DEFAULT '{}',
    ADD COLUMN chunk_ends   integer[] NOT NULL DEFAULT '{}',
    ADD COLUMN chunk_tokens integer[] NOT NULL DEFAULT '{}';

-- An item may be remembered that was never fetched, with the reason.
ALTER TABLE sync_items ALTER COLUMN sha256 DROP NOT NULL;

-- The name of the document of a synced item: the path below the collection, whose percent signs and
-- slashes are encoded, so that two items never have one name.
CREATE FUNCTION synced_name(collection text, path text) RETURNS text IMMUTABLE LANGUAGE sql AS $$
    SELECT replace(replace(collection, '%', '%25'), '/', '%2F') || '/' || path
$$;
UPDATE documents SET external_id = synced_name(item.collection, item.path)
FROM sync_items AS item
WHERE item.collection LIKE '%\%%' AND external_id = item.collection || '/' || item.path;

-- Which mail brought which document, under which name, and in which of its versions.
CREATE TABLE attachments (
    document_id  uuid NOT NULL REFERENCES documents ON DELETE CASCADE,
    mail_id      uuid NOT NULL REFERENCES documents ON DELETE CASCADE,
    name         text NOT NULL,
    version      integer NOT NULL,
    workspace_id uuid NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000',
    PRIMARY KEY (mail_id, document_id, name)
);
CREATE INDEX attachments_by_document ON attachments (document_id, name);
