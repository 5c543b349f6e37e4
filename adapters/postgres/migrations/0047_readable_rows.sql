-- Whether a row may be read is part of the plan of each query. It was a function that made a query of its
-- own for each row: while anything was limited, lists took many times as long. ADR 0066 explains it.

-- The limits of each row are looked up by their index, or, for many rows, those that are not met are read
-- once. Who reads all, and a workspace without limits, look nothing up.
CREATE OR REPLACE FUNCTION rows_of_readable_documents(kept regclass) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    relation text := (SELECT relname FROM pg_class WHERE oid = kept);
BEGIN
    IF relation = 'document_limits' THEN
        RETURN NULL;
    ELSIF relation = 'collections' THEN
        RETURN '(limited_to = ''{}'' OR (limited_to && (SELECT reading_groups())) IS NOT FALSE)';
    END IF;
    RETURN (
        SELECT string_agg(format(
            '((SELECT limiting_groups()) IS NULL OR NOT EXISTS (
                 SELECT FROM document_limits AS held
                 WHERE held.document_id = %s AND NOT held.groups && (SELECT limiting_groups())))',
            format(CASE attname WHEN 'rests_on' THEN 'ANY (%I.%I)' ELSE '%I.%I' END,
                   relation, attname)), ' AND ' ORDER BY attname)
        FROM pg_attribute
        WHERE attrelid = kept
          AND attname = ANY (CASE relation WHEN 'documents' THEN '{id}'
                             ELSE '{document_id,mail_id,rests_on}'::name[] END));
END
$$;

DO $$
DECLARE
    each_table regclass;
BEGIN
    FOR each_table IN
        SELECT polrelid FROM pg_policy JOIN pg_class AS class ON class.oid = polrelid
        WHERE class.relnamespace = current_schema()::regnamespace AND polname = 'own_workspace'
          AND rows_of_readable_documents(polrelid) IS NOT NULL
        ORDER BY class.relname
    LOOP
        PERFORM keep_apart(each_table);
    END LOOP;
END
$$;

-- Plans that were made for few limits read all of them for each row. New statistics replace these plans
-- when a collection gets a limit, and not a minute later.
CREATE FUNCTION analyze_limits() RETURNS trigger SECURITY DEFINER LANGUAGE plpgsql AS $$
BEGIN
    ANALYZE document_limits;
    RETURN NULL;
END
$$;
DO $$
BEGIN
    EXECUTE format('ALTER FUNCTION analyze_limits() SET search_path = %I, pg_temp', current_schema());
END
$$;
REVOKE EXECUTE ON FUNCTION analyze_limits FROM PUBLIC;
CREATE TRIGGER limits_changed AFTER UPDATE OF limited_to ON collections
    FOR EACH ROW WHEN (OLD.limited_to <> NEW.limited_to) EXECUTE FUNCTION analyze_limits();

-- Its plan is kept, for all workspaces that a connection acts in. Made in one with many limits, it read the
-- table from its beginning, because any row there was one; in the others it then read all of them.
ALTER FUNCTION limiting_groups() SET enable_seqscan = off;
