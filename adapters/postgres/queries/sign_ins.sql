-- Queries on the people who sign in, and on the browsers that are signed in.

-- name: add_sign_in
-- Store that a browser is signed in until a time ($2), for a key ($3) or a member ($4).
INSERT INTO sign_ins (sha256, expires_at, key_id, member_id) VALUES ($1, $2, $3, $4);

-- name: forget_ended_sign_ins
-- Delete the sign-ins that ended by their age.
DELETE FROM sign_ins WHERE expires_at <= clock_timestamp();

-- name: find_sign_in
-- The sign-in of a browser, if it has not ended.
SELECT * FROM sign_in_of($1);

-- name: switch_sign_in
-- Let a sign-in go on as another member.
UPDATE sign_ins SET member_id = $2 WHERE sha256 = $1 AND member_id IS NOT NULL;

-- name: remove_sign_in
-- End a sign-in.
DELETE FROM sign_ins WHERE sha256 = $1;

-- name: enter_members
-- Let a person ($1, $2) be a member of these workspaces ($7) in these roles ($8), and no others.
SELECT enter_members($1, $2, $3, $4, $5, $6, $7, $8);

-- name: memberships_of
-- All memberships of a person.
SELECT * FROM memberships_of($1, $2);

-- name: memberships_beside
-- All memberships of the person behind one of them.
SELECT membership.* FROM person_of($1) AS person,
       LATERAL memberships_of(person.issuer, person.subject) AS membership
ORDER BY membership.workspace COLLATE "C";

-- name: members
-- A page of the members before an id ($1), the newest first.
SELECT member.id, place.id AS workspace_id, place.name AS workspace, member.name, role, groups,
       last_sign_in_at
FROM members AS member JOIN workspaces AS place ON place.id = member.workspace_id
WHERE member.workspace_id = current_workspace()
  AND member.id < coalesce($1::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff')
ORDER BY member.id DESC LIMIT $2;

-- name: remove_member
-- Remove a member, with the sign-ins.
DELETE FROM members WHERE workspace_id = current_workspace() AND id = $1 RETURNING id;
