-- Queries on the audit log.

-- name: add_audit_entries
-- Store entries, given as one array for each column.
INSERT INTO audit_log (id, at, actor, key_id, member_id, role, action, target, outcome, request_id)
SELECT * FROM unnest($1::uuid[], $2::timestamptz[], $3::text[], $4::uuid[], $5::uuid[],
                     $6::text[], $7::text[], $8::uuid[], $9::text[], $10::text[]);

-- name: audit_entries
-- A page of entries before an id ($1), newest first: of an action or a kind of actions ($2), of an
-- actor by name or id ($3), on an id ($4), from a time on ($5) and before another ($6).
SELECT id, at, actor, key_id, member_id, role, action, target, outcome, request_id FROM audit_log
WHERE workspace_id = current_workspace()
  AND id < coalesce($1::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff')
  AND ($2::text IS NULL OR action = $2 OR split_part(action, '.', 1) = $2)
  AND ($3::text IS NULL OR $3 IN (actor, key_id::text, member_id::text))
  AND ($4::uuid IS NULL OR target = $4)
  AND ($5::timestamptz IS NULL OR at >= $5)
  AND ($6::timestamptz IS NULL OR at < $6)
ORDER BY id DESC LIMIT $7;
