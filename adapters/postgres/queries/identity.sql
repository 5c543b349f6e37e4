-- The query that tells databases apart.

-- name: database_identity
-- Another name in each database, and after each recovery to an earlier state, whose timeline is new.
SELECT concat_ws('-', system_identifier, timeline_id, oid)
FROM pg_control_system(), pg_control_checkpoint(), pg_database
WHERE datname = current_database();

-- name: origin
-- A name that the database has in common with its physical replicas alone.
SELECT concat_ws('-', system_identifier, oid)
FROM pg_control_system(), pg_database WHERE datname = current_database();

-- name: origin_of_replica
-- The same of a replica; null if this server is none.
SELECT CASE WHEN pg_is_in_recovery() THEN concat_ws('-', system_identifier, oid) END
FROM pg_control_system(), pg_database WHERE datname = current_database();

-- name: written_until
-- The place in the log of the primary up to which it has written.
SELECT pg_current_wal_lsn()::text;

-- name: replayed_until
-- Whether a replica has all up to a place in the log ($1), and the age of its last transaction in
-- seconds. Nothing has to be missing for that to be old.
SELECT coalesce(pg_last_wal_replay_lsn() >= $1::text::pg_lsn, true) AS has_all,
       coalesce(extract(epoch FROM clock_timestamp() - pg_last_xact_replay_timestamp()), 0)::float8
       AS last_age;
