-- Queries on the role that the server works as, and on what it may do.

-- name: role_exists
-- Whether there is the role.
SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = 'quoth_server');

-- name: can_take_role
-- Whether who is connected may work as the role.
SELECT rolsuper OR pg_has_role(current_user, 'quoth_server', 'MEMBER') FROM pg_roles
WHERE rolname = current_user;

-- name: excess_rights
-- What the role has that it must not have: it is subject to row-level security only without these.
SELECT concat_ws(', ', CASE WHEN rolsuper THEN 'SUPERUSER' END,
                 CASE WHEN rolbypassrls THEN 'BYPASSRLS' END,
                 (SELECT 'ownership of ' || string_agg(class.relname, ', ') FROM pg_class AS class
                  WHERE class.relnamespace = current_schema()::regnamespace
                    AND pg_has_role(pg_roles.oid, class.relowner, 'MEMBER')))
FROM pg_roles WHERE rolname = $1;

-- name: missing_rights
-- The statements that give the role what it still needs, and the owner its policies: rows of all
-- tables, except of those that only migrations and changes of the model write.
SELECT statement FROM (
    SELECT format('GRANT USAGE ON SCHEMA %I TO quoth_server', current_schema()) AS statement
    WHERE NOT has_schema_privilege('quoth_server', current_schema(), 'USAGE')
    UNION ALL
    SELECT format('GRANT %s ON %s TO quoth_server', wanted, oid::regclass)
    FROM (SELECT oid, relkind, CASE
              WHEN relkind = 'S' THEN 'SELECT, USAGE, UPDATE'
              WHEN relname = 'audit_log' THEN 'SELECT, INSERT'
              WHEN relkind = 'v' OR relname IN ('schema_migrations', 'embedding_model',
                                                'embeddings_beside', 'document_limits',
                                                'distributed_index')
                  THEN 'SELECT'
              ELSE 'SELECT, INSERT, UPDATE, DELETE' END AS wanted
          FROM pg_class AS class
          WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'v', 'S')
            AND NOT EXISTS (SELECT FROM pg_depend WHERE classid = 'pg_class'::regclass
                            AND objid = class.oid AND deptype = 'e')) AS relation
    WHERE EXISTS (
        SELECT FROM regexp_split_to_table(wanted, ', ') AS one
        WHERE NOT CASE relkind WHEN 'S' THEN has_sequence_privilege('quoth_server', oid, one)
                  ELSE has_table_privilege('quoth_server', oid, one) END)
    UNION ALL
    SELECT format('GRANT EXECUTE ON FUNCTION %s TO quoth_server', oid::regprocedure)
    FROM pg_proc
    WHERE pronamespace = current_schema()::regnamespace AND prosecdef
      AND NOT has_function_privilege('quoth_server', oid, 'EXECUTE')
    UNION ALL
    SELECT format('SELECT keep_apart(%L)', polrelid::regclass)
    FROM pg_policy JOIN pg_class AS class ON class.oid = polrelid
    WHERE class.relnamespace = current_schema()::regnamespace AND polname = 'every_workspace'
      AND relowner <> ALL(polroles)
) AS missing;
