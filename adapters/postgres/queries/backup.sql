-- name: tables_to_back_up
-- The logged tables of Quoth with the columns that can be written, in the order of their names: all but
-- that of the browsers that are signed in, some of which have signed out since.
SELECT class.oid::regclass::text AS name,
       array_agg(attribute.attname::text ORDER BY attribute.attnum) AS columns
FROM pg_class AS class JOIN pg_attribute AS attribute ON attribute.attrelid = class.oid
WHERE class.relnamespace = current_schema()::regnamespace AND class.relkind = 'r'
  AND class.relpersistence = 'p'
  AND NOT EXISTS (SELECT FROM pg_depend WHERE classid = 'pg_class'::regclass
                  AND objid = class.oid AND deptype = 'e')
  AND attribute.attnum > 0 AND NOT attribute.attisdropped AND attribute.attgenerated = ''
  AND class.relname <> 'sign_ins'
GROUP BY class.oid, class.relname ORDER BY class.relname;

-- name: sequences_to_back_up
-- The next value of each sequence.
SELECT sequencename::text AS name,
       coalesce(last_value + increment_by, start_value) AS next_value
FROM pg_sequences WHERE schemaname = current_schema();

-- name: set_sequence
-- Set the next value of a sequence, unless there is no such sequence.
SELECT setval(to_regclass(quote_ident($1::text)), $2::bigint, false);

-- name: applied_steps
-- The migrations of this database in their order.
SELECT number, name, checksum FROM schema_migrations ORDER BY number;

-- name: other_users_of_database
-- How many other connections of Quoth this database has. A server always has one, on which it listens.
SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND application_name LIKE 'quoth%' AND pid <> pg_backend_pid();

-- name: objects_to_drop
-- The statements that drop all that a migration can have made.
SELECT format('DROP %s IF EXISTS %s CASCADE', kind, name) FROM (
    SELECT 'pg_class'::regclass AS catalogue, oid, oid::regclass::text AS name,
           CASE relkind WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW'
                        WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END AS kind
    FROM pg_class WHERE relnamespace = current_schema()::regnamespace
                    AND relkind IN ('r', 'p', 'v', 'm', 'S')
    UNION ALL
    SELECT 'pg_proc'::regclass, oid, oid::regprocedure::text, 'ROUTINE'
    FROM pg_proc WHERE pronamespace = current_schema()::regnamespace AND prokind <> 'a'
    UNION ALL
    SELECT 'pg_type'::regclass, oid, oid::regtype::text, 'TYPE'
    FROM pg_type WHERE typnamespace = current_schema()::regnamespace AND typtype IN ('e', 'd')
) AS made
WHERE NOT EXISTS (SELECT FROM pg_depend WHERE classid = made.catalogue AND objid = made.oid
                  AND deptype = 'e')
ORDER BY kind <> 'VIEW', kind <> 'TABLE', name;

-- name: is_forced
-- Whether row-level security holds for the owner of a table, too.
SELECT relforcerowsecurity FROM pg_class WHERE oid = $1::text::regclass;

-- name: references_to_restore
-- The foreign keys, as statements that drop them and make them again.
SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname) AS dropping,
       format('ALTER TABLE %s ADD CONSTRAINT %I %s', conrelid::regclass, conname,
              pg_get_constraintdef(oid)) AS making
FROM pg_constraint
WHERE connamespace = current_schema()::regnamespace AND contype = 'f'
ORDER BY conrelid::regclass::text, conname;

-- name: indexes_to_restore
-- The indexes that are no constraints, as statements that drop them and make them again. One that
-- is made of all rows takes a fraction of the time of one that grows with each.
SELECT format('DROP INDEX %s', indexrelid::regclass) AS dropping,
       pg_get_indexdef(indexrelid) AS making
FROM pg_index JOIN pg_class AS class ON class.oid = indrelid
WHERE class.relnamespace = current_schema()::regnamespace AND class.relkind = 'r'
  AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid)
  AND NOT EXISTS (SELECT FROM pg_depend WHERE classid = 'pg_class'::regclass
                  AND objid = class.oid AND deptype = 'e')
ORDER BY indexrelid::regclass::text;

-- name: void_cached_answers
-- Raise the revision of each workspace beyond any that a server can have cached an answer for.
INSERT INTO library_revision (workspace_id, revision)
SELECT workspace_id, (extract(epoch FROM clock_timestamp()) * 1000000)::bigint
FROM (SELECT workspace_id FROM library_revision UNION SELECT workspace_id FROM documents) AS held;
