-- name: add_key
-- Store a new key.
INSERT INTO api_keys
    (id, workspace_id, role, name, prefix, sha256, created_at, expires_at, origins, groups)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10);

-- name: keys
-- A page of the keys before an id ($1), the newest first.
SELECT key.id, key.workspace_id, place.name AS workspace, role, key.name, prefix, sha256,
       key.created_at, expires_at, origins, revoked_at, last_used_at, groups
FROM api_keys AS key JOIN workspaces AS place ON place.id = key.workspace_id
WHERE key.workspace_id = current_workspace() AND ($1::uuid IS NULL OR key.id < $1)
ORDER BY key.id DESC LIMIT $2;

-- name: revoke_key
-- Revoke a key, and return it.
UPDATE api_keys AS key SET revoked_at = coalesce(revoked_at, clock_timestamp())
FROM workspaces AS place
WHERE place.id = key.workspace_id AND key.workspace_id = current_workspace() AND key.id = $1
RETURNING key.id, key.workspace_id, place.name AS workspace, role, key.name, prefix, sha256,
          key.created_at, expires_at, origins, revoked_at, last_used_at, groups;

-- name: note_key_use
-- Set when a key was last used.
UPDATE api_keys SET last_used_at = $2
WHERE workspace_id = current_workspace() AND id = $1 AND (last_used_at IS NULL OR last_used_at < $2);

-- name: find_key
-- The key with a prefix, of any workspace.
SELECT * FROM key_by_prefix($1);

-- name: key_has_origin
-- Whether a valid key of any workspace may be used from the pages of an origin.
SELECT key_has_origin($1);

-- name: any_key_made
-- Whether there is a key in any workspace.
SELECT any_key_made();

-- name: ensure_workspace
-- Store a workspace. Returns nothing if its name is taken.
INSERT INTO workspaces (id, name) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING RETURNING id, name;

-- name: workspace_named
-- The workspace of a name.
SELECT id, name FROM workspaces WHERE name = $1;

-- name: workspaces
-- All workspaces in the order of their names.
SELECT id, name FROM workspaces ORDER BY name COLLATE "C";
