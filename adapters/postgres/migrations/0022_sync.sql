-- What was fetched from the source of each collection. The document of an item is the one whose
-- external id is the name of the collection, a slash and the path: it is not stored here, so that
-- nothing here can contradict it.
CREATE TABLE sync_items (
    collection   text NOT NULL,
    path         text NOT NULL,
    workspace_id uuid NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000',
    token        text, -- changes whenever the content may have changed; null if the source has none
    sha256       text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    error        text, -- why this content could not become a document; null if it did
    PRIMARY KEY (collection, path)
);
