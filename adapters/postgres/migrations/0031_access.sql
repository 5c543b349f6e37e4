-- Workspaces, and the keys that programs act in them with.

-- Names of workspaces, which are of no workspace themselves.
CREATE TABLE workspaces (
    id         uuid PRIMARY KEY,
    name       text NOT NULL UNIQUE,
    created_at timestamptz NOT NULL DEFAULT now()
);
INSERT INTO workspaces (id, name) VALUES ('00000000-0000-0000-0000-000000000000', 'default');

CREATE TABLE api_keys (
    id           uuid PRIMARY KEY,
    workspace_id uuid NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000' REFERENCES workspaces,
    role         text NOT NULL CHECK (role IN ('reader', 'editor', 'admin')),
    name         text NOT NULL,
    prefix       text NOT NULL UNIQUE,  -- the first characters of the key, which are no secret
    sha256       bytea NOT NULL CHECK (octet_length(sha256) = 32),  -- of the whole key
    created_at   timestamptz NOT NULL,
    expires_at   timestamptz,
    origins      text[] NOT NULL DEFAULT '{}',
    revoked_at   timestamptz,
    last_used_at timestamptz
);
CREATE INDEX api_keys_by_workspace ON api_keys (workspace_id, id);

-- Who presents a key is not known yet, and neither is the workspace. These two functions find the
-- keys of all workspaces, because they have the rights of the owner of the table, who sees all rows
-- of it also where row-level security is forced.
CREATE POLICY owner ON api_keys TO CURRENT_USER USING (true) WITH CHECK (true);

CREATE FUNCTION key_by_prefix(wanted text) RETURNS TABLE (
    id uuid, workspace_id uuid, workspace text, role text, name text, prefix text, sha256 bytea,
    created_at timestamptz, expires_at timestamptz, origins text[], revoked_at timestamptz,
    last_used_at timestamptz
) STABLE SECURITY DEFINER LANGUAGE sql
BEGIN ATOMIC
    SELECT key.id, key.workspace_id, place.name, key.role, key.name, key.prefix, key.sha256,
           key.created_at, key.expires_at, key.origins, key.revoked_at, key.last_used_at
    FROM api_keys AS key JOIN workspaces AS place ON place.id = key.workspace_id
    WHERE key.prefix = wanted;
END;

CREATE FUNCTION any_key_made() RETURNS boolean STABLE SECURITY DEFINER LANGUAGE sql
BEGIN ATOMIC
    SELECT EXISTS (SELECT FROM api_keys);
END;
