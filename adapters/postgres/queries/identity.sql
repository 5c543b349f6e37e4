-- The query that tells databases apart.

-- name: database_identity
-- Another name in each database, and after each recovery to an earlier state, whose timeline is new.
SELECT concat_ws('-', system_identifier, timeline_id, oid)
FROM pg_control_system(), pg_control_checkpoint(), pg_database
WHERE datname = current_database();
