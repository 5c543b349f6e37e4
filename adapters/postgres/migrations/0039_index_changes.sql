-- What a distributed index of passages has yet to be told. Whatever code adds, replaces or removes the
-- passages of a document, a row of index_changes is written in its transaction. ADR 0069 explains it.

-- A row names the numbers of chunks that one indexing of a document took, and never what to do: whoever
-- works it off looks whether the document still has them, and writes or removes their passages. A row
-- for each document waits here while there is no such index, and says that nothing of it was written.
CREATE SEQUENCE index_positions;
CREATE TABLE index_changes (
    workspace_id     uuid NOT NULL DEFAULT current_workspace(),
    first_chunk      integer PRIMARY KEY,
    chunk_count      integer NOT NULL,
    document_id      uuid NOT NULL,
    -- the order of what happened; a later change of the same numbers takes the next one
    position         bigint NOT NULL DEFAULT nextval('index_positions'),
    -- what the index has of the passages: nothing, perhaps a part, or an earlier writing of all
    written          smallint NOT NULL DEFAULT 0 CHECK (written IN (0, 1, 2)),
    lease            uuid,
    lease_expires_at timestamptz
);
CREATE INDEX index_changes_in_order ON index_changes (workspace_id, position);
CREATE INDEX index_changes_by_document ON index_changes (document_id, position);
CREATE INDEX index_changes_not_written ON index_changes (workspace_id) WHERE written < 2;

-- The index that is written, and the model of the vectors in it: one row, or none.
CREATE TABLE distributed_index (
    is_only boolean PRIMARY KEY DEFAULT true CHECK (is_only),
    name    text NOT NULL,
    model   text NOT NULL
);

-- The average lengths that the weights in the index are computed with, by language.
CREATE TABLE index_lengths (
    workspace_id   uuid NOT NULL DEFAULT current_workspace(),
    configuration  text NOT NULL,
    average_length double precision NOT NULL,
    PRIMARY KEY (workspace_id, configuration)
);

INSERT INTO index_changes (workspace_id, first_chunk, chunk_count, document_id)
SELECT workspace_id, first_chunk, chunk_count, document_id FROM indexed_documents
ORDER BY first_chunk;

SELECT keep_apart('index_changes'), keep_apart('index_lengths');

-- What was never written need not be removed: its row goes with the document.
CREATE FUNCTION note_index_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO index_changes (workspace_id, first_chunk, chunk_count, document_id)
        VALUES (NEW.workspace_id, NEW.first_chunk, NEW.chunk_count, NEW.document_id);
        RETURN NULL;
    END IF;
    DELETE FROM index_changes WHERE first_chunk = OLD.first_chunk AND written = 0;
    IF NOT FOUND THEN
        INSERT INTO index_changes (workspace_id, first_chunk, chunk_count, document_id, written)
        VALUES (OLD.workspace_id, OLD.first_chunk, OLD.chunk_count, OLD.document_id, 2)
        ON CONFLICT (first_chunk) DO UPDATE SET position = nextval('index_positions');
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER note_index_change AFTER INSERT OR DELETE ON indexed_documents
    FOR EACH ROW EXECUTE FUNCTION note_index_change();

-- The workspaces that have changes to be written, those that have waited longest first.
CREATE FUNCTION workspaces_with_index_changes() RETURNS SETOF uuid SECURITY DEFINER LANGUAGE sql
BEGIN ATOMIC
    SELECT set_config('quoth.every_workspace', 'on', true);
    SELECT workspace_id FROM index_changes
    WHERE lease IS NULL OR lease_expires_at <= clock_timestamp()
    GROUP BY workspace_id ORDER BY min(position);
END;
REVOKE EXECUTE ON FUNCTION workspaces_with_index_changes FROM PUBLIC;
