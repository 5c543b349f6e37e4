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

DO $$
BEGIN
    IF to_regprocedure('keep_apart(regclass)') IS NOT NULL THEN
        PERFORM keep_apart('audit_log');
    END IF;
END
$$;
