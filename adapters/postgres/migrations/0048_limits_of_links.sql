-- A link or an attachment derived all limits of its documents, also those by collections that it had not
-- locked: while one of these was limited, it could put the old limit back. Whoever derives limits now
-- says which it has locked, and changes no other. ADR 0066 explains it.
DROP FUNCTION derive_limits(uuid[]);

-- Derive limits of some documents and of what they brought again: those by these collections and mails,
-- which are locked against changes of their limits. Limits of deleted documents stay. Rows are locked in
-- one order, so that two never wait for each other.
CREATE FUNCTION derive_limits(changed uuid[], origins uuid[]) RETURNS void
SECURITY DEFINER LANGUAGE plpgsql AS $$
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
        FROM origin JOIN documents AS document USING (id)
        WHERE document.limited_to <> '{}' AND document.id = ANY (origins)
        UNION
        SELECT origin.document_id, held.workspace_id, held.id, held.limited_to
        FROM origin JOIN document_collections AS link ON link.document_id = origin.id
        JOIN collections AS held ON held.id = link.collection_id
        WHERE held.limited_to <> '{}' AND held.id = ANY (origins)
    ), lifted AS (
        SELECT old.document_id, old.limited_by
        FROM document_limits AS old
        JOIN concerned ON concerned.id = old.document_id
        JOIN documents AS document ON document.id = old.document_id
        WHERE old.limited_by = ANY (origins)
          AND NOT EXISTS (SELECT FROM wanted WHERE wanted.document_id = old.document_id
                          AND wanted.limited_by = old.limited_by)
        ORDER BY old.document_id, old.limited_by FOR UPDATE OF old
    ), deleted AS (
        DELETE FROM document_limits AS old USING lifted
        WHERE old.document_id = lifted.document_id AND old.limited_by = lifted.limited_by
    )
    INSERT INTO document_limits AS held (document_id, workspace_id, limited_by, groups)
    SELECT document_id, workspace_id, limited_by, groups FROM wanted
    ORDER BY document_id, limited_by
    ON CONFLICT (document_id, limited_by) DO UPDATE SET groups = excluded.groups
    WHERE held.groups <> excluded.groups;
END
$$;

CREATE OR REPLACE FUNCTION document_was_limited() RETURNS trigger SECURITY DEFINER LANGUAGE plpgsql AS $$
BEGIN
    PERFORM derive_limits(ARRAY[NEW.id], ARRAY[NEW.id]);
    RETURN NULL;
END
$$;

CREATE OR REPLACE FUNCTION collection_was_limited() RETURNS trigger
SECURITY DEFINER LANGUAGE plpgsql AS $$
BEGIN
    PERFORM set_config('quoth.every_workspace', 'on', true);
    -- those of deleted documents too
    IF NEW.limited_to = '{}' THEN
        DELETE FROM document_limits WHERE limited_by = NEW.id;
    ELSE
        UPDATE document_limits SET groups = NEW.limited_to WHERE limited_by = NEW.id;
        PERFORM derive_limits(ARRAY(SELECT document_id FROM document_collections
                                    WHERE collection_id = NEW.id), ARRAY[NEW.id]);
    END IF;
    RETURN NULL;
END
$$;

-- Mails, and the mails that brought them, directly or not.
CREATE FUNCTION mails_above(mails uuid[]) RETURNS uuid[] LANGUAGE plpgsql AS $$
BEGIN
    RETURN ARRAY(
        WITH RECURSIVE above AS (
            SELECT id FROM unnest(mails) AS id
            UNION
            SELECT link.mail_id FROM above JOIN attachments AS link ON link.document_id = above.id
        ) SELECT id FROM above);
END
$$;

-- What limits a document is locked against changes of its limit first: either this sees that change, or
-- that change sees the link. Mails are locked before collections, as everywhere, and whoever links one
-- has it locked: the collections that it is in are read once it is.
CREATE OR REPLACE FUNCTION links_changed() RETURNS trigger SECURITY DEFINER LANGUAGE plpgsql AS $$
DECLARE
    origins uuid[];
BEGIN
    PERFORM set_config('quoth.every_workspace', 'on', true);
    IF TG_TABLE_NAME = 'attachments' THEN
        origins := mails_above(ARRAY(SELECT DISTINCT mail_id FROM changed));
        PERFORM FROM documents WHERE id = ANY (origins) ORDER BY id FOR SHARE;
        origins := origins || ARRAY(SELECT DISTINCT collection_id FROM document_collections
                                    WHERE document_id = ANY (origins));
    ELSE
        origins := ARRAY(SELECT DISTINCT collection_id FROM changed);
    END IF;
    PERFORM FROM collections WHERE id = ANY (origins) ORDER BY id FOR SHARE;
    PERFORM derive_limits(ARRAY(SELECT DISTINCT document_id FROM changed), origins);
    RETURN NULL;
END
$$;

DO $$
DECLARE
    each_function regprocedure;
BEGIN
    FOREACH each_function IN ARRAY ARRAY[
        'derive_limits(uuid[], uuid[])'::regprocedure, 'document_was_limited()',
        'collection_was_limited()', 'links_changed()']
    LOOP
        EXECUTE format('ALTER FUNCTION %s SET search_path = %I, pg_temp', each_function,
                       current_schema());
        EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', each_function);
    END LOOP;
END
$$;

-- What such links have put back is put right.
DO $$
BEGIN
    PERFORM set_config('quoth.every_workspace', 'on', true);
    UPDATE document_limits AS held SET groups = origin.limited_to
    FROM (SELECT id, limited_to FROM collections UNION ALL SELECT id, limited_to FROM documents) AS origin
    WHERE origin.id = held.limited_by AND origin.limited_to <> '{}' AND origin.limited_to <> held.groups;
    IF EXISTS (SELECT FROM collections WHERE limited_to <> '{}')
       OR EXISTS (SELECT FROM documents WHERE limited_to <> '{}')
       OR EXISTS (SELECT FROM document_limits) THEN
        PERFORM derive_limits(
            ARRAY(SELECT id FROM documents),
            ARRAY(SELECT id FROM collections UNION SELECT limited_by FROM document_limits
                  UNION SELECT id FROM documents WHERE limited_to <> '{}'));
    END IF;
END
$$;
