-- Browsers ask whether a page may send a request before they send its key, so that the workspace is
-- not known then. Like the functions of 0031, this one sees the keys of all workspaces.
CREATE FUNCTION key_has_origin(wanted text) RETURNS boolean STABLE SECURITY DEFINER LANGUAGE sql
BEGIN ATOMIC
    SELECT EXISTS (
        SELECT FROM api_keys
        WHERE wanted = ANY (origins) AND revoked_at IS NULL
          AND (expires_at IS NULL OR expires_at > now())
    );
END;

REVOKE EXECUTE ON FUNCTION key_has_origin FROM PUBLIC;
