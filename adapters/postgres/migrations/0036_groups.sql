-- Documents and collections can be limited to groups. Whoever reads sees what each limit lets them see,
-- and the database decides: ADR 0066 explains it.

ALTER TABLE documents ADD COLUMN limited_to text[] NOT NULL DEFAULT '{}';
ALTER TABLE collections ADD COLUMN limited_to text[] NOT NULL DEFAULT '{}';

-- Each limit that holds for a document: its own, those of its collections, and those of the mails that
-- brought it. The triggers below derive them. Those of a document that was deleted stay as they were:
-- answers that rest on it have its words.
CREATE TABLE document_limits (
    workspace_id uuid NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000',
    document_id  uuid NOT NULL,
    limited_by   uuid NOT NULL,  -- the document or the collection that is limited
    groups       text[] NOT NULL CHECK (groups <> '{}'),
    PRIMARY KEY (document_id, limited_by)
);
CREATE INDEX document_limits_by_workspace ON document_limits (workspace_id);
CREATE INDEX document_limits_by_origin ON document_limits (limited_by);

-- The groups of who reads, in this transaction; NULL if they read all. Without the setting, none. Their
-- names are in hexadecimal there, so that they can be part of a statement.
CREATE FUNCTION reading_groups() RETURNS text[] STABLE PARALLEL SAFE COST 1 LANGUAGE plpgsql AS $$
DECLARE
    given text := current_setting('quoth.groups', true);
BEGIN
    IF given = 'all' THEN
        RETURN NULL;
    END IF;
    RETURN ARRAY(SELECT convert_from(decode(each, 'hex'), 'UTF8')
                 FROM unnest(nullif(given, '')::text[]) AS each);
END
$$;

-- The same, but NULL as well while no document of the workspace is limited.
CREATE FUNCTION limiting_groups() RETURNS text[] STABLE PARALLEL SAFE COST 1 LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('quoth.groups', true) = 'all'
       OR NOT EXISTS (SELECT FROM document_limits WHERE workspace_id = current_workspace()) THEN
        RETURN NULL;
    END IF;
    RETURN reading_groups();
END
$$;

-- Whether some groups may read documents. It is not called for NULL, and so costs nothing without limits.
CREATE FUNCTION may_read(document uuid, groups text[]) RETURNS boolean
STABLE STRICT PARALLEL SAFE COST 1 LANGUAGE plpgsql AS $$
BEGIN
    RETURN NOT EXISTS (SELECT FROM document_limits AS held
                       WHERE held.document_id = document AND NOT held.groups && may_read.groups
                         AND held.workspace_id = current_workspace());
END
$$;
CREATE FUNCTION may_read(documents uuid[], groups text[]) RETURNS boolean
STABLE STRICT PARALLEL SAFE COST 1 LANGUAGE plpgsql AS $$
BEGIN
    RETURN NOT EXISTS (SELECT FROM document_limits AS held
                       WHERE held.document_id = ANY (documents) AND NOT held.groups && may_read.groups
                         AND held.workspace_id = current_workspace());
END
$$;

-- Which rows of a table may be read, as a condition; NULL if all of a workspace may.
CREATE FUNCTION readable_rows(kept regclass) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    columns text[] := ARRAY(
        SELECT attname FROM pg_attribute
        WHERE attrelid = kept AND attname IN ('document_id', 'mail_id', 'rests_on')
        ORDER BY attname);
    relation text := (SELECT relname FROM pg_class WHERE oid = kept);
BEGIN
    IF relation = 'document_limits' THEN
        RETURN NULL;
    ELSIF relation = 'documents' THEN
        columns := '{id}';
    ELSIF relation = 'collections' THEN
        RETURN '(limited_to = ''{}'' OR (limited_to && (SELECT reading_groups())) IS NOT FALSE)';
    END IF;
    RETURN (SELECT string_agg(format('may_read(%I, (SELECT limiting_groups())) IS NOT FALSE', each),
                              ' AND ')
            FROM unnest(columns) AS each);
END
$$;

-- As before, and only what the groups of who reads may see. They do not limit what is stored.
CREATE OR REPLACE FUNCTION keep_apart(kept regclass) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('ALTER TABLE %s ALTER COLUMN workspace_id SET DEFAULT current_workspace(),
                                   ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', kept);
    EXECUTE format('DROP POLICY IF EXISTS own_workspace ON %s', kept);
    EXECUTE format('DROP POLICY IF EXISTS every_workspace ON %s', kept);
    EXECUTE format('CREATE POLICY own_workspace ON %s USING (%s)
                    WITH CHECK (workspace_id = current_workspace())', kept,
                   concat_ws(' AND ', 'workspace_id = current_workspace()', readable_rows(kept)));
    EXECUTE format('CREATE POLICY every_workspace ON %s TO %I
                    USING (current_setting(''quoth.every_workspace'', true) = ''on'')',
                   kept, (SELECT pg_get_userbyid(relowner) FROM pg_class WHERE oid = kept));
END
$$;

-- The documents that an answer rests on: those of its sources, and those that the answers before it rest
-- on which were given to the model.
ALTER TABLE chat_messages ADD COLUMN rests_on uuid[] NOT NULL DEFAULT '{}';

WITH RECURSIVE named AS (
    SELECT session_id, document_id, min(position) AS since
    FROM (SELECT session_id, position,
                 (jsonb_path_query(sources || citations || considered,
                                   '$[*].place.document_id') #>> '{}')::uuid AS document_id
          FROM chat_messages) AS found
    GROUP BY session_id, document_id
), said AS (
    SELECT message.id, document_id FROM chat_messages AS message JOIN named USING (session_id)
    WHERE message.role = 'assistant' AND since <= message.position
), before AS (  -- the answers that an exchange outside sessions continues
    SELECT answer_id AS id, previous_id FROM linked_exchanges WHERE previous_id IS NOT NULL
    UNION
    SELECT before.id, link.previous_id
    FROM before JOIN linked_exchanges AS link ON link.answer_id = before.previous_id
    WHERE link.previous_id IS NOT NULL
)
UPDATE chat_messages AS message SET rests_on = held.documents
FROM (SELECT id, array_agg(DISTINCT document_id) AS documents
      FROM (SELECT id, document_id FROM said
            UNION ALL
            SELECT before.id, said.document_id FROM before JOIN said ON said.id = before.previous_id
           ) AS each
      GROUP BY id) AS held
WHERE message.id = held.id;

-- The messages of a session before a position, or one message, without any text. Those that are
-- withheld are among them.
CREATE FUNCTION message_places(session uuid, before bigint, most bigint, message uuid)
RETURNS TABLE (id uuid, session_id uuid, "position" bigint, role text, created_at timestamptz,
               finish_reason text)
STABLE SECURITY DEFINER LANGUAGE plpgsql AS $$
BEGIN
    PERFORM set_config('quoth.every_workspace', 'on', true);
    RETURN QUERY
    SELECT chat.id, chat.session_id, chat.position, chat.role, chat.created_at,
           CASE WHEN chat.lease_expires_at <= clock_timestamp() THEN 'interrupted'
                ELSE chat.finish_reason END
    FROM chat_messages AS chat
    WHERE chat.workspace_id = current_workspace()
      AND (message IS NULL AND chat.session_id = session AND chat.position < before
           OR chat.id = message)
    ORDER BY chat.position DESC LIMIT most;
END
$$;

-- The numbers of the chunks that may not be read; NULL if there are none.
CREATE FUNCTION unreadable_chunks() RETURNS int4multirange STABLE SECURITY DEFINER LANGUAGE plpgsql AS $$
DECLARE
    held text[] := limiting_groups();
BEGIN
    IF held IS NULL THEN
        RETURN NULL;
    END IF;
    PERFORM set_config('quoth.every_workspace', 'on', true);
    RETURN (SELECT range_agg(int4range(first_chunk, first_chunk + chunk_count))
            FROM (SELECT DISTINCT document_id FROM document_limits
                  WHERE workspace_id = current_workspace() AND NOT groups && held) AS limited
            JOIN indexed_documents USING (document_id));
END
$$;

-- The numbers of the chunks that searches leave out; NULL if there are none.
CREATE FUNCTION chunks_left_out() RETURNS int4multirange STABLE LANGUAGE plpgsql AS $$
DECLARE
    forgotten  int4multirange := forgotten_chunks();
    unreadable int4multirange;
BEGIN
    IF limiting_groups() IS NULL THEN
        RETURN forgotten;
    END IF;
    unreadable := unreadable_chunks();
    RETURN coalesce(forgotten + unreadable, forgotten, unreadable);
END
$$;

-- Whether there is a document with this content or this name that may not be read.
CREATE FUNCTION is_limited(sent_sha256 text, sent_name text) RETURNS boolean
SECURITY DEFINER LANGUAGE plpgsql AS $$
BEGIN
    PERFORM set_config('quoth.every_workspace', 'on', true);
    RETURN EXISTS (
        SELECT FROM documents AS document
        WHERE document.workspace_id = current_workspace()
          AND (sent_name IS NULL AND document.external_id IS NULL
               AND document.content_sha256 = sent_sha256
               OR document.external_id = sent_name)
          AND may_read(document.id, limiting_groups()) IS FALSE);
END
$$;

-- Whether a collection is limited and has documents other than these, so that they would lose its limit.
CREATE FUNCTION opens_documents(collection uuid, going uuid[]) RETURNS boolean
SECURITY DEFINER LANGUAGE plpgsql AS $$
BEGIN
    PERFORM set_config('quoth.every_workspace', 'on', true);
    RETURN EXISTS (
        SELECT FROM document_limits JOIN document_collections AS link USING (document_id)
        WHERE document_limits.workspace_id = current_workspace()
          AND limited_by = collection AND link.collection_id = collection
          AND document_id <> ALL (going));
END
$$;

-- Derive the limits of some documents and of what they brought again. Those of deleted ones stay.
CREATE FUNCTION derive_limits(changed uuid[]) RETURNS void SECURITY DEFINER LANGUAGE plpgsql AS $$
BEGIN
    PERFORM set_config('quoth.every_workspace', 'on', true);
    WITH RECURSIVE concerned AS (
        SELECT id FROM unnest(changed) AS id
        UNION
        SELECT link.document_id FROM concerned JOIN attachments AS link ON link.mail_id = concerned.id
    ), origin AS (  -- a document, and the mails that brought it, directly or not
        SELECT document.id AS document_id, document.id
        FROM concerned JOIN documents AS document USING (id)
        UNION
        SELECT origin.document_id, link.mail_id
        FROM origin JOIN attachments AS link ON link.document_id = origin.id
    ), wanted AS (
        SELECT origin.document_id, document.workspace_id, document.id AS limited_by,
               document.limited_to AS groups
        FROM origin JOIN documents AS document USING (id) WHERE document.limited_to <> '{}'
        UNION
        SELECT origin.document_id, held.workspace_id, held.id, held.limited_to
        FROM origin JOIN document_collections AS link ON link.document_id = origin.id
        JOIN collections AS held ON held.id = link.collection_id WHERE held.limited_to <> '{}'
    ), lifted AS (
        DELETE FROM document_limits AS old USING documents AS document, concerned
        WHERE old.document_id = concerned.id AND document.id = concerned.id
          AND NOT EXISTS (SELECT FROM wanted WHERE wanted.document_id = old.document_id
                          AND wanted.limited_by = old.limited_by)
    )
    INSERT INTO document_limits AS held (document_id, workspace_id, limited_by, groups)
    SELECT document_id, workspace_id, limited_by, groups FROM wanted
    ON CONFLICT (document_id, limited_by) DO UPDATE SET groups = excluded.groups
    WHERE held.groups <> excluded.groups;
END
$$;

CREATE FUNCTION document_was_limited() RETURNS trigger SECURITY DEFINER LANGUAGE plpgsql AS $$
BEGIN
    PERFORM derive_limits(ARRAY[NEW.id]);
    RETURN NULL;
END
$$;
CREATE TRIGGER document_was_limited AFTER UPDATE OF limited_to ON documents
    FOR EACH ROW WHEN (OLD.limited_to <> NEW.limited_to) EXECUTE FUNCTION document_was_limited();

CREATE FUNCTION collection_was_limited() RETURNS trigger SECURITY DEFINER LANGUAGE plpgsql AS $$
BEGIN
    PERFORM set_config('quoth.every_workspace', 'on', true);
    -- those of deleted documents too
    IF NEW.limited_to = '{}' THEN
        DELETE FROM document_limits WHERE limited_by = NEW.id;
    ELSE
        UPDATE document_limits SET groups = NEW.limited_to WHERE limited_by = NEW.id;
        PERFORM derive_limits(ARRAY(SELECT document_id FROM document_collections
                                    WHERE collection_id = NEW.id));
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER collection_was_limited AFTER UPDATE OF limited_to ON collections
    FOR EACH ROW WHEN (OLD.limited_to <> NEW.limited_to) EXECUTE FUNCTION collection_was_limited();

-- What limits a document is locked against changes of its limit first: either this sees that change, or
-- that change sees the link.
CREATE FUNCTION links_changed() RETURNS trigger SECURITY DEFINER LANGUAGE plpgsql AS $$
BEGIN
    PERFORM set_config('quoth.every_workspace', 'on', true);
    IF TG_TABLE_NAME = 'attachments' THEN
        PERFORM FROM documents WHERE id IN (SELECT mail_id FROM changed) ORDER BY id FOR SHARE;
    ELSE
        PERFORM FROM collections WHERE id IN (SELECT collection_id FROM changed)
        ORDER BY id FOR SHARE;
    END IF;
    PERFORM derive_limits(ARRAY(SELECT DISTINCT document_id FROM changed));
    RETURN NULL;
END
$$;
CREATE TRIGGER put_into_collections AFTER INSERT ON document_collections
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION links_changed();
CREATE TRIGGER taken_out_of_collections AFTER DELETE ON document_collections
    REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION links_changed();
CREATE TRIGGER attached AFTER INSERT ON attachments
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION links_changed();
CREATE TRIGGER detached AFTER DELETE ON attachments
    REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION links_changed();

-- A key has groups of its own. Who presents it is looked up with them.
ALTER TABLE api_keys ADD COLUMN groups text[] NOT NULL DEFAULT '{}';

DROP FUNCTION key_by_prefix(text);
CREATE FUNCTION key_by_prefix(wanted text) RETURNS TABLE (
    id uuid, workspace_id uuid, workspace text, role text, name text, prefix text, sha256 bytea,
    created_at timestamptz, expires_at timestamptz, origins text[], revoked_at timestamptz,
    last_used_at timestamptz, groups text[]
) STABLE SECURITY DEFINER LANGUAGE sql
BEGIN ATOMIC
    SELECT key.id, key.workspace_id, place.name, key.role, key.name, key.prefix, key.sha256,
           key.created_at, key.expires_at, key.origins, key.revoked_at, key.last_used_at, key.groups
    FROM api_keys AS key JOIN workspaces AS place ON place.id = key.workspace_id
    WHERE key.prefix = wanted;
END;
REVOKE EXECUTE ON FUNCTION key_by_prefix FROM PUBLIC;

CREATE OR REPLACE FUNCTION sign_in_of(token_sha256 bytea) RETURNS TABLE (
    expires_at timestamptz, key_id uuid, member_id uuid, workspace_id uuid, workspace text, role text,
    name text, groups text[]
) STABLE SECURITY DEFINER LANGUAGE sql
BEGIN ATOMIC
    SELECT held.expires_at, key.id, member.id, place.id, place.name,
           coalesce(key.role, member.role), coalesce(key.name, member.name),
           coalesce(key.groups, member.groups)
    FROM sign_ins AS held
    LEFT JOIN api_keys AS key
         ON key.id = held.key_id AND key.revoked_at IS NULL
            AND (key.expires_at IS NULL OR key.expires_at > clock_timestamp())
    LEFT JOIN members AS member ON member.id = held.member_id
    JOIN workspaces AS place ON place.id = coalesce(key.workspace_id, member.workspace_id)
    WHERE held.sha256 = token_sha256 AND held.expires_at > clock_timestamp();
END;

-- The quotas of a workspace count all that it has, whoever adds to it.
DROP FUNCTION held_by_workspace(uuid);
CREATE FUNCTION held_by_workspace(place uuid, OUT documents bigint, OUT bytes bigint)
SECURITY DEFINER LANGUAGE plpgsql AS $$
BEGIN
    PERFORM set_config('quoth.every_workspace', 'on', true);
    SELECT current.documents, current.bytes + earlier.bytes + next.bytes INTO documents, bytes
    FROM (SELECT count(*) AS documents, coalesce(sum(file_size), 0)::bigint AS bytes
          FROM documents AS held WHERE workspace_id = place) AS current,
         (SELECT coalesce(sum(file_size), 0)::bigint AS bytes
          FROM document_versions WHERE workspace_id = place) AS earlier,
         (SELECT coalesce(sum(job.file_size), 0)::bigint AS bytes
          FROM document_jobs AS job JOIN documents AS document ON document.id = job.document_id
          WHERE job.workspace_id = place AND document.status = 'processed') AS next;
END
$$;

-- The views show the limits as well.
DROP VIEW documents_as_read;
CREATE VIEW documents_as_read WITH (security_invoker = true) AS
SELECT document.id, document.workspace_id, document.filename, document.file_size,
       document.content_sha256, document.uploaded_at, document.total_chunks,
       document.processing_seconds, document.content,
       CASE WHEN document.status = 'processed' THEN 'processed'
            WHEN job.lease_expires_at <= statement_timestamp() THEN 'pending'
            ELSE job.state END AS status,
       job.error_message, document.language, document.notes, job.error_code, document.metadata,
       document.media_type, document.title, document.pages, document.version, document.external_id,
       document.limited_to
FROM documents AS document
LEFT JOIN document_jobs AS job
     ON job.document_id = document.id AND job.workspace_id = current_workspace()
WHERE document.workspace_id = current_workspace();

DO $$
DECLARE
    each_function regprocedure;
    each_table regclass;
BEGIN
    -- whoever calls them does not choose which tables they read
    FOR each_function IN
        SELECT oid FROM pg_proc
        WHERE pronamespace = current_schema()::regnamespace AND prosecdef
          AND prosqlbody IS NULL AND proconfig IS NULL
    LOOP
        EXECUTE format('ALTER FUNCTION %s SET search_path = %I, pg_temp', each_function,
                       current_schema());
        EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', each_function);
    END LOOP;
    FOR each_table IN
        SELECT polrelid FROM pg_policy JOIN pg_class AS class ON class.oid = polrelid
        WHERE class.relnamespace = current_schema()::regnamespace AND polname = 'own_workspace'
          AND readable_rows(polrelid) IS NOT NULL
        ORDER BY class.relname
    LOOP
        PERFORM keep_apart(each_table);
    END LOOP;
    PERFORM keep_apart('document_limits');
END
$$;
