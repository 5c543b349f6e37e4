-- The audit log, the people who sign in, and the browsers that are signed in.

-- Who did what, when, to which id. Rows are added and never changed.

CREATE TABLE audit_log (
    workspace_id uuid NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000',
    id           uuid NOT NULL,  -- sorts by time
    at           timestamptz NOT NULL,
    actor        text NOT NULL,
    key_id       uuid,
    role         text NOT NULL,
    action       text NOT NULL,
    target       uuid,
    outcome      text NOT NULL,
    request_id   text NOT NULL,
    PRIMARY KEY (workspace_id, id)
);
CREATE INDEX audit_log_by_target ON audit_log (workspace_id, target, id) WHERE target IS NOT NULL;

-- The owner of the table is refused as well, so that a mistake in a query destroys nothing.
CREATE FUNCTION refuse_change_of_audit_log() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the audit log is append-only' USING ERRCODE = 'insufficient_privilege';
END
$$;
CREATE TRIGGER audit_log_append_only BEFORE UPDATE OR DELETE ON audit_log
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_audit_log();
CREATE TRIGGER audit_log_never_emptied BEFORE TRUNCATE ON audit_log
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_audit_log();
REVOKE UPDATE, DELETE, TRUNCATE ON audit_log FROM PUBLIC;

-- A person in a workspace, as of when they last signed in.
CREATE TABLE members (
    id              uuid PRIMARY KEY,
    workspace_id    uuid NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000' REFERENCES workspaces,
    issuer          text NOT NULL,
    subject         text NOT NULL,  -- what the issuer calls them
    name            text NOT NULL,
    role            text NOT NULL CHECK (role IN ('reader', 'editor', 'admin')),
    groups          text[] NOT NULL,
    last_sign_in_at timestamptz NOT NULL,
    UNIQUE (issuer, subject, workspace_id)
);
CREATE INDEX members_by_workspace ON members (workspace_id, id);
-- The functions below have the rights of the owner, who sees all members.
CREATE POLICY owner ON members TO CURRENT_USER USING (true) WITH CHECK (true);

-- Browsers are of no workspace themselves: they act for a key or for a member, which are of one. A
-- browser is found by the digest of a token that only it has. No backup holds them: after a
-- restoration nobody is signed in who has signed out since.
CREATE TABLE sign_ins (
    sha256     bytea PRIMARY KEY CHECK (octet_length(sha256) = 32),
    key_id     uuid REFERENCES api_keys ON DELETE CASCADE,
    member_id  uuid REFERENCES members ON DELETE CASCADE,
    expires_at timestamptz NOT NULL,
    CHECK (num_nonnulls(key_id, member_id) = 1)
);
CREATE INDEX sign_ins_by_age ON sign_ins (expires_at);
CREATE INDEX sign_ins_by_member ON sign_ins (member_id) WHERE member_id IS NOT NULL;

-- Who sends a request is not known yet, and neither is the workspace; and a person is in several. So
-- these functions have the rights of the owner, and see all workspaces.

CREATE FUNCTION sign_in_of(token_sha256 bytea) RETURNS TABLE (
    expires_at timestamptz, key_id uuid, member_id uuid, workspace_id uuid, workspace text, role text,
    name text, groups text[]
) STABLE SECURITY DEFINER LANGUAGE sql
BEGIN ATOMIC
    SELECT held.expires_at, key.id, member.id, place.id, place.name,
           coalesce(key.role, member.role), coalesce(key.name, member.name),
           coalesce(member.groups, '{}')
    FROM sign_ins AS held
    LEFT JOIN api_keys AS key
         ON key.id = held.key_id AND key.revoked_at IS NULL
            AND (key.expires_at IS NULL OR key.expires_at > clock_timestamp())
    LEFT JOIN members AS member ON member.id = held.member_id
    JOIN workspaces AS place ON place.id = coalesce(key.workspace_id, member.workspace_id)
    WHERE held.sha256 = token_sha256 AND held.expires_at > clock_timestamp();
END;

CREATE FUNCTION memberships_of(person_issuer text, person_subject text) RETURNS TABLE (
    id uuid, workspace_id uuid, workspace text, name text, role text, groups text[],
    last_sign_in_at timestamptz
) STABLE SECURITY DEFINER LANGUAGE sql
BEGIN ATOMIC
    SELECT member.id, place.id, place.name, member.name, member.role, member.groups,
           member.last_sign_in_at
    FROM members AS member JOIN workspaces AS place ON place.id = member.workspace_id
    WHERE member.issuer = person_issuer AND member.subject = person_subject
    ORDER BY place.name COLLATE "C";
END;

CREATE FUNCTION person_of(membership uuid) RETURNS TABLE (issuer text, subject text)
STABLE SECURITY DEFINER LANGUAGE sql
BEGIN ATOMIC
    SELECT member.issuer, member.subject FROM members AS member WHERE member.id = membership;
END;

-- Let a person be a member of these workspaces and no others. Ids are for memberships that are new.
CREATE FUNCTION enter_members(
    person_issuer text, person_subject text, person_name text, person_groups text[],
    entered_at timestamptz, ids uuid[], workspace_ids uuid[], roles text[]
) RETURNS void SECURITY DEFINER LANGUAGE sql
BEGIN ATOMIC
    DELETE FROM members
    WHERE issuer = person_issuer AND subject = person_subject
      AND workspace_id <> ALL(workspace_ids);
    INSERT INTO members (id, workspace_id, issuer, subject, name, role, groups, last_sign_in_at)
    SELECT entered.id, entered.workspace_id, person_issuer, person_subject, person_name, entered.role,
           person_groups, entered_at
    FROM unnest(ids, workspace_ids, roles) AS entered (id, workspace_id, role)
    ON CONFLICT (issuer, subject, workspace_id) DO UPDATE SET
        name = excluded.name, role = excluded.role, groups = excluded.groups,
        last_sign_in_at = excluded.last_sign_in_at;
END;

REVOKE EXECUTE ON FUNCTION sign_in_of, memberships_of, person_of, enter_members FROM PUBLIC;

SELECT keep_apart('audit_log'), keep_apart('members');
