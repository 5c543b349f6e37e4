-- Workspaces are kept apart by the database: every row has its workspace, and only the rows of the
-- workspace that a transaction acts in can be read or written. ADR 0063 explains it.

-- The workspace of this transaction. Without one nothing is seen, and nothing can be stored.
CREATE FUNCTION current_workspace() RETURNS uuid STABLE PARALLEL SAFE LANGUAGE sql AS $$
    SELECT nullif(current_setting('quoth.workspace', true), '')::uuid
$$;

-- Keep the rows of a table apart by their workspace_id, from its owner, too. The owner alone can ask
-- for all of them, to migrate or to back them up.
CREATE FUNCTION keep_apart(kept regclass) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('ALTER TABLE %s ALTER COLUMN workspace_id SET DEFAULT current_workspace(),
                                   ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', kept);
    EXECUTE format('DROP POLICY IF EXISTS own_workspace ON %s', kept);
    EXECUTE format('DROP POLICY IF EXISTS every_workspace ON %s', kept);
    EXECUTE format('CREATE POLICY own_workspace ON %s USING (workspace_id = current_workspace())',
                   kept);
    EXECUTE format('CREATE POLICY every_workspace ON %s TO %I
                    USING (current_setting(''quoth.every_workspace'', true) = ''on'')',
                   kept, (SELECT pg_get_userbyid(relowner) FROM pg_class WHERE oid = kept));
END
$$;

-- What has no workspace yet is of the default one. The numbers of chunks and lexemes are those of all
-- workspaces, so that they name one row each.
ALTER TABLE lexemes
    ADD COLUMN workspace_id uuid NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000';
ALTER TABLE lexical_statistics
    ADD COLUMN workspace_id uuid NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000';
ALTER TABLE indexed_documents
    ADD COLUMN workspace_id uuid NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000';
ALTER TABLE posting_blocks
    ADD COLUMN workspace_id uuid NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000';
ALTER TABLE word_changes
    ADD COLUMN workspace_id uuid NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000';
ALTER TABLE forgotten_documents
    ADD COLUMN workspace_id uuid NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000';
ALTER TABLE name_words
    ADD COLUMN workspace_id uuid NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000';
ALTER TABLE document_collections
    ADD COLUMN workspace_id uuid NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000';

-- Equal words, names and paths occur in several workspaces.
ALTER TABLE lexemes DROP CONSTRAINT lexemes_configuration_lexeme_key,
    ADD UNIQUE (workspace_id, configuration, lexeme);
ALTER TABLE name_words DROP CONSTRAINT name_words_pkey,
    ADD PRIMARY KEY (workspace_id, configuration, lexeme, document_id, name);
ALTER TABLE sync_items DROP CONSTRAINT sync_items_pkey,
    ADD PRIMARY KEY (workspace_id, collection, path);

-- What is read in an order or in full is read of one workspace, however large the others are.
DROP INDEX documents_by_upload, documents_by_language, chat_sessions_unlisted,
    idempotency_keys_by_age, document_jobs_by_time, indexed_documents_not_folded,
    word_changes_by_document;
CREATE INDEX documents_by_upload ON documents (workspace_id, uploaded_at, id);
CREATE INDEX documents_by_language ON documents (workspace_id, language) INCLUDE (total_chunks)
    WHERE status = 'processed' AND language IS NOT NULL;
CREATE INDEX chat_sessions_by_id ON chat_sessions (workspace_id, id);
CREATE INDEX chat_sessions_unlisted ON chat_sessions (workspace_id, created_at) WHERE NOT listed;
CREATE INDEX idempotency_keys_by_age ON idempotency_keys (workspace_id, taken_at);
CREATE INDEX document_jobs_by_time ON document_jobs (workspace_id, run_at)
    WHERE state IN ('pending', 'processing');
CREATE INDEX document_chunks_by_workspace ON document_chunks (workspace_id);
CREATE INDEX chunk_embeddings_by_workspace ON chunk_embeddings (workspace_id);
CREATE INDEX indexed_documents_by_workspace ON indexed_documents (workspace_id);
CREATE INDEX indexed_documents_not_folded
    ON indexed_documents (workspace_id, first_chunk) INCLUDE (chunk_count) WHERE NOT folded;
CREATE INDEX word_changes_by_document ON word_changes (workspace_id, first_chunk);
CREATE INDEX forgotten_documents_by_workspace ON forgotten_documents (workspace_id);
CREATE INDEX lexical_statistics_by_workspace ON lexical_statistics (workspace_id);
CREATE INDEX library_revision_by_workspace ON library_revision (workspace_id);

-- PostgreSQL looks a value up in an index before it knows that a row may be seen only if that can tell
-- nothing of the row: lower, reverse and LIKE are not known for that, comparisons of columns are. So
-- what the first two make is stored in columns.
ALTER TABLE documents ADD COLUMN lower_name text;
UPDATE documents SET lower_name = lower(filename);
ALTER TABLE documents ALTER COLUMN lower_name SET NOT NULL;
ALTER TABLE other_names ADD COLUMN lower_name text;
UPDATE other_names SET lower_name = lower(name);
ALTER TABLE other_names ALTER COLUMN lower_name SET NOT NULL;
-- not generated columns: these would have been made by writing all texts again
CREATE FUNCTION set_lower_filename() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN NEW.lower_name := lower(NEW.filename); RETURN NEW; END
$$;
CREATE FUNCTION set_lower_name() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN NEW.lower_name := lower(NEW.name); RETURN NEW; END
$$;
CREATE TRIGGER set_lower_filename BEFORE INSERT OR UPDATE OF filename ON documents
    FOR EACH ROW EXECUTE FUNCTION set_lower_filename();
CREATE TRIGGER set_lower_name BEFORE INSERT OR UPDATE OF name ON other_names
    FOR EACH ROW EXECUTE FUNCTION set_lower_name();
DROP INDEX documents_by_filename, other_names_by_name;
CREATE INDEX documents_by_filename ON documents (workspace_id, lower_name text_pattern_ops);
CREATE INDEX other_names_by_name ON other_names (workspace_id, lower_name text_pattern_ops);

DROP INDEX lexemes_by_end, lexemes_by_beginning;
ALTER TABLE lexemes ADD COLUMN reversed text GENERATED ALWAYS AS (reverse(lexeme)) STORED;
CREATE INDEX lexemes_by_end ON lexemes (workspace_id, configuration, reversed text_pattern_ops)
    WHERE has_compounds(configuration);
CREATE INDEX lexemes_by_beginning ON lexemes (workspace_id, configuration, lexeme text_pattern_ops)
    WHERE has_compounds(configuration);

-- The views show what is in the workspace, with the rights of who reads them and not of their owner.
DROP VIEW documents_as_read, chat_messages_as_read, held_lexemes, held_languages, postings;

CREATE VIEW documents_as_read WITH (security_invoker = true) AS
SELECT document.id, document.workspace_id, document.filename, document.file_size,
       document.content_sha256, document.uploaded_at, document.total_chunks,
       document.processing_seconds, document.content,
       CASE WHEN document.status = 'processed' THEN 'processed'
            WHEN job.lease_expires_at <= statement_timestamp() THEN 'pending'
            ELSE job.state END AS status,
       job.error_message, document.language, document.notes, job.error_code, document.metadata,
       document.media_type, document.title, document.pages, document.version, document.external_id
FROM documents AS document
LEFT JOIN document_jobs AS job
     ON job.document_id = document.id AND job.workspace_id = current_workspace()
WHERE document.workspace_id = current_workspace();

CREATE VIEW chat_messages_as_read WITH (security_invoker = true) AS
SELECT id, session_id, position, role, content, created_at, sources, citations, prompt_tokens,
       completion_tokens,
       CASE WHEN lease_expires_at <= clock_timestamp() THEN 'interrupted'
            ELSE finish_reason END AS finish_reason,
       stream, outcome, considered, within
FROM chat_messages WHERE workspace_id = current_workspace();

CREATE VIEW held_lexemes WITH (security_invoker = true) AS
SELECT id, configuration, lexeme, reversed, chunk_count
FROM (SELECT id, configuration, lexeme, reversed, lexemes.chunk_count + coalesce((
                 SELECT sum(change.chunk_count) FROM word_changes AS change
                 WHERE change.lexeme_id = lexemes.id
                   AND change.workspace_id = current_workspace()), 0)::integer AS chunk_count
      FROM lexemes WHERE workspace_id = current_workspace()) AS counted
WHERE chunk_count > 0;

CREATE VIEW held_languages WITH (security_invoker = true) AS
SELECT configuration, sum(chunk_count)::bigint AS chunk_count,
       sum(total_length)::bigint AS total_length
FROM lexical_statistics WHERE workspace_id = current_workspace()
GROUP BY configuration HAVING sum(chunk_count) > 0;

CREATE VIEW postings WITH (security_invoker = true) AS
SELECT lexeme_id, first_chunk, chunks, frequencies, lengths FROM posting_blocks
WHERE workspace_id = current_workspace()
UNION ALL
SELECT lexeme_id, first_chunk, chunks, frequencies, lengths FROM word_changes
WHERE workspace_id = current_workspace();

-- The functions, as before, within the workspace.
CREATE OR REPLACE FUNCTION posting_of(lexeme integer, chunk integer)
RETURNS TABLE (frequency smallint, length smallint) STABLE LANGUAGE sql AS $$
    SELECT frequencies[place], lengths[place]
    FROM (SELECT chunks, frequencies, lengths, width_bucket(chunk, chunks) AS place
          FROM ((SELECT chunks, frequencies, lengths FROM posting_blocks
                 WHERE lexeme_id = lexeme AND first_chunk <= chunk
                   AND workspace_id = current_workspace()
                 ORDER BY first_chunk DESC LIMIT 1)
                UNION ALL
                (SELECT chunks, frequencies, lengths FROM word_changes
                 WHERE lexeme_id = lexeme AND first_chunk <= chunk AND chunk_count > 0
                   AND workspace_id = current_workspace()
                   AND chunk >= (SELECT min(first_chunk) FROM word_changes
                                 WHERE workspace_id = current_workspace())
                 ORDER BY first_chunk DESC LIMIT 1)) AS block
          OFFSET 0) AS held
    WHERE chunks[place] = chunk
$$;

CREATE OR REPLACE FUNCTION document_of(chunk integer)
RETURNS TABLE (document_id uuid, first_chunk integer) STABLE LANGUAGE sql AS $$
    SELECT document_id, first_chunk FROM indexed_documents
    WHERE first_chunk <= chunk AND workspace_id = current_workspace()
    ORDER BY first_chunk DESC LIMIT 1
$$;

CREATE OR REPLACE FUNCTION forgotten_chunks() RETURNS int4multirange STABLE LANGUAGE sql AS $$
    SELECT range_agg(int4range(first_chunk, first_chunk + chunk_count)) FROM forgotten_documents
    WHERE workspace_id = current_workspace()
$$;

CREATE OR REPLACE FUNCTION other_names_of(document_id uuid) RETURNS text[] STABLE LANGUAGE sql AS $$
    SELECT coalesce(array_agg(name ORDER BY number), '{}') FROM other_names AS other
    WHERE other.document_id = $1 AND other.workspace_id = current_workspace()
$$;

-- The plain characters that what matches a pattern for LIKE begins with.
CREATE FUNCTION beginning_of(pattern text) RETURNS text IMMUTABLE LANGUAGE sql AS $$
    SELECT regexp_replace(substring(pattern FROM '^(?:[^%_\\]|\\.)*'), '\\(.)', '\1', 'g')
$$;

-- No text that begins so is behind that with U+10FFFF.
CREATE OR REPLACE FUNCTION documents_named(pattern text) RETURNS SETOF uuid STABLE LANGUAGE sql AS $$
    SELECT id FROM documents
    WHERE workspace_id = current_workspace()
      AND lower_name ~>=~ beginning_of(lower(pattern))
      AND lower_name ~<~ (beginning_of(lower(pattern)) || chr(1114111))
      AND lower_name LIKE lower(pattern)
    UNION ALL
    SELECT document_id FROM other_names
    WHERE workspace_id = current_workspace()
      AND lower_name ~>=~ beginning_of(lower(pattern))
      AND lower_name ~<~ (beginning_of(lower(pattern)) || chr(1114111))
      AND lower_name LIKE lower(pattern)
$$;

CREATE OR REPLACE FUNCTION labels_of(document_id uuid) RETURNS json STABLE LANGUAGE sql AS $$
    SELECT json_build_object(
        'collections', ARRAY(
            SELECT name FROM document_collections AS link JOIN collections AS held
                        ON held.id = link.collection_id
            WHERE link.document_id = document.id AND link.workspace_id = current_workspace()
              AND held.workspace_id = current_workspace()
            ORDER BY name COLLATE "C"),
        'metadata', given_metadata,
        'title', given_title)
    FROM documents AS document
    WHERE document.id = $1 AND document.workspace_id = current_workspace()
$$;

CREATE OR REPLACE FUNCTION documents_matching(
    ids uuid[], filename_pattern text, uploaded_since timestamptz, collection_names text[],
    values_by_name jsonb
) RETURNS TABLE (id uuid, total_chunks integer, status text) STABLE LANGUAGE sql AS $$
    SELECT document.id, document.total_chunks, document.status FROM documents AS document
    WHERE document.workspace_id = current_workspace()
      AND (ids IS NULL OR document.id = ANY(ids))
      AND (filename_pattern IS NULL
           OR document.id IN (SELECT named FROM documents_named(filename_pattern) AS named))
      AND (documents_matching.uploaded_since IS NULL
           OR document.uploaded_at >= documents_matching.uploaded_since)
      AND (collection_names IS NULL OR document.id IN (
           SELECT link.document_id FROM collections AS held
           JOIN document_collections AS link ON link.collection_id = held.id
           WHERE held.name = ANY(collection_names) AND held.workspace_id = current_workspace()
             AND link.workspace_id = current_workspace()))
      AND (values_by_name IS NULL OR NOT EXISTS (
           SELECT FROM jsonb_each(values_by_name) AS asked (name, wanted)
           WHERE ((document.metadata || document.given_metadata) -> asked.name
                  ?| ARRAY(SELECT jsonb_array_elements_text(asked.wanted))) IS NOT TRUE))
$$;

-- The things that are known or done across workspaces run with the rights of the owner. They return no
-- row and no text of a workspace. What they set for themselves lets nobody but the owner see more.

-- The workspaces that have a job to be done of up to so many bytes: those with the fewest jobs in work
-- first, then those that have waited longest.
CREATE FUNCTION workspaces_with_jobs(most_bytes bigint) RETURNS SETOF uuid
SECURITY DEFINER LANGUAGE plpgsql AS $$
BEGIN
    PERFORM set_config('quoth.every_workspace', 'on', true);
    RETURN QUERY
    SELECT workspace_id
    FROM (SELECT workspace_id, run_at,
                 state = 'processing' AND lease_expires_at > clock_timestamp() AS in_work,
                 (state = 'pending' AND run_at <= clock_timestamp()
                  OR state = 'processing' AND lease_expires_at <= clock_timestamp())
                 AND file_size <= coalesce(most_bytes, file_size) AS due
          FROM document_jobs WHERE state IN ('pending', 'processing')) AS job
    GROUP BY workspace_id HAVING bool_or(due)
    ORDER BY count(*) FILTER (WHERE in_work), min(run_at) FILTER (WHERE due), workspace_id;
END
$$;

-- The number of chunks in all workspaces, which says what share of an index is of one.
CREATE FUNCTION chunks_of_all_workspaces() RETURNS bigint SECURITY DEFINER LANGUAGE plpgsql AS $$
BEGIN
    PERFORM set_config('quoth.every_workspace', 'on', true);
    RETURN (SELECT coalesce(sum(chunk_count), 0) FROM lexical_statistics);
END
$$;

-- Raise the revision of each workspace: something that all of them are searched with has changed.
CREATE FUNCTION raise_every_revision() RETURNS void SECURITY DEFINER LANGUAGE plpgsql AS $$
BEGIN
    PERFORM set_config('quoth.every_workspace', 'on', true);
    INSERT INTO library_revision (workspace_id) SELECT DISTINCT workspace_id FROM library_revision;
END
$$;

-- The active webhooks for which something may be due: a delivery, or an answer that nobody has written
-- for ten minutes.
CREATE FUNCTION due_webhooks() RETURNS TABLE (workspace_id uuid, id uuid)
SECURITY DEFINER LANGUAGE plpgsql AS $$
BEGIN
    PERFORM set_config('quoth.every_workspace', 'on', true);
    RETURN QUERY
    SELECT webhook.workspace_id, webhook.id FROM webhooks AS webhook
    WHERE webhook.state = 'active' AND (
        EXISTS (SELECT FROM webhook_deliveries AS delivery
                WHERE delivery.webhook_id = webhook.id AND delivery.state = 'pending'
                  AND delivery.next_attempt_at <= clock_timestamp()
                  AND (delivery.lease IS NULL OR delivery.lease_expires_at <= clock_timestamp()))
        OR 'answer.failed' = ANY (webhook.events) AND EXISTS (
            SELECT FROM chat_messages AS answer
            WHERE answer.workspace_id = webhook.workspace_id
              AND answer.lease_expires_at < clock_timestamp() - interval '10 minutes'));
END
$$;

-- Delete what was delivered a week ago, and what is a month old in whatever state.
CREATE FUNCTION prune_deliveries() RETURNS void SECURITY DEFINER LANGUAGE plpgsql AS $$
BEGIN
    PERFORM set_config('quoth.every_workspace', 'on', true);
    DELETE FROM webhook_deliveries
    WHERE state = 'delivered' AND ended_at < clock_timestamp() - interval '7 days'
       OR occurred_at < clock_timestamp() - interval '30 days';
END
$$;

DO $$
DECLARE
    each_function regprocedure;
    each_table regclass;
BEGIN
    -- whoever calls them does not choose which tables they read
    FOR each_function IN
        SELECT oid FROM pg_proc
        WHERE pronamespace = current_schema()::regnamespace AND prosecdef
    LOOP
        IF (SELECT prosqlbody IS NULL FROM pg_proc WHERE oid = each_function) THEN
            EXECUTE format('ALTER FUNCTION %s SET search_path = %I, pg_temp', each_function,
                           current_schema());
        END IF;
        EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', each_function);
    END LOOP;
    FOR each_table IN
        SELECT class.oid FROM pg_class AS class JOIN pg_attribute ON attrelid = class.oid
        WHERE class.relnamespace = current_schema()::regnamespace AND class.relkind = 'r'
          AND attname = 'workspace_id' AND NOT attisdropped
        ORDER BY class.relname
    LOOP
        PERFORM keep_apart(each_table);
    END LOOP;
END
$$;
