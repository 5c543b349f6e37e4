-- What was counted for rate limits: the times of the requests of each client, oldest first. Losing
-- them in a crash of the database costs nothing, so they are not written to its log.

CREATE UNLOGGED TABLE rate_limit_hits (
    workspace_id uuid NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000',
    limit_name   text NOT NULL,
    client       text NOT NULL,
    hits         timestamptz[] NOT NULL,
    PRIMARY KEY (workspace_id, limit_name, client)
) WITH (fillfactor = 50);

-- What a workspace may have and use, where it differs from the settings of the server: NULL means the
-- setting, 0 means no limit.
CREATE TABLE workspace_quotas (
    workspace_id    uuid PRIMARY KEY DEFAULT '00000000-0000-0000-0000-000000000000',
    documents       bigint CHECK (documents >= 0),
    bytes           bigint CHECK (bytes >= 0),
    questions_a_day bigint CHECK (questions_a_day >= 0),
    tokens_a_day    bigint CHECK (tokens_a_day >= 0)
);

-- How many questions were asked on a day (UTC). Tokens are counted in model_usage.
CREATE TABLE workspace_days (
    workspace_id uuid NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000',
    day          date NOT NULL,
    questions    bigint NOT NULL,
    PRIMARY KEY (workspace_id, day)
);

-- What a workspace has: its documents, and the bytes of their files with those of earlier versions and
-- of the next ones.
CREATE FUNCTION held_by_workspace(place uuid, OUT documents bigint, OUT bytes bigint)
STABLE LANGUAGE sql AS $$
    SELECT current.documents, current.bytes + earlier.bytes + next.bytes
    FROM (SELECT count(*) AS documents, coalesce(sum(file_size), 0)::bigint AS bytes
          FROM documents WHERE workspace_id = place) AS current,
         (SELECT coalesce(sum(file_size), 0)::bigint AS bytes
          FROM document_versions WHERE workspace_id = place) AS earlier,
         (SELECT coalesce(sum(job.file_size), 0)::bigint AS bytes
          FROM document_jobs AS job JOIN documents AS document ON document.id = job.document_id
          WHERE job.workspace_id = place AND document.status = 'processed') AS next
$$;

-- A number that the server gives each of its connections; NULL without one, as while a backup is
-- restored.
CREATE FUNCTION server_limit(name text) RETURNS bigint STABLE LANGUAGE sql AS $$
    SELECT nullif(current_setting('quoth.' || name, true), '')::bigint
$$;

-- Refuse a new document or version that the quotas of its workspace or the length of the queue have no
-- room for. Additions to a workspace with quotas wait for one another, so that none is too much.
CREATE FUNCTION check_quotas() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    place          uuid := (SELECT workspace_id FROM added LIMIT 1);
    quota          workspace_quotas := (SELECT own FROM workspace_quotas AS own
                                        WHERE workspace_id = place);
    most_documents bigint := nullif(coalesce(quota.documents, server_limit('quota_documents')), 0);
    most_bytes     bigint := nullif(coalesce(quota.bytes, server_limit('quota_bytes')), 0);
    most_queued    bigint := server_limit('most_queued');
    held           record;
BEGIN
    IF (most_documents IS NOT NULL OR most_bytes IS NOT NULL) AND place IS NOT NULL THEN
        PERFORM pg_advisory_xact_lock(hashtextextended('quotas of ' || place, 0));
        SELECT * INTO held FROM held_by_workspace(place);
        IF held.documents > most_documents AND EXISTS (
            SELECT FROM added JOIN documents AS document ON document.id = added.document_id
            WHERE document.status <> 'processed'
        ) THEN
            RAISE EXCEPTION USING ERRCODE = 'QT001', MESSAGE = most_documents;
        END IF;
        IF held.bytes > most_bytes THEN
            RAISE EXCEPTION USING ERRCODE = 'QT002', MESSAGE = most_bytes;
        END IF;
    END IF;
    IF most_queued IS NOT NULL AND EXISTS (SELECT FROM added WHERE state = 'pending')
       AND most_queued < (SELECT count(*) FROM (
           SELECT FROM document_jobs WHERE workspace_id = place AND state = 'pending'
           LIMIT most_queued + 1) AS queued)
    THEN
        RAISE EXCEPTION USING ERRCODE = 'QT003', MESSAGE = most_queued;
    END IF;
    RETURN NULL;
END
$$;

CREATE TRIGGER check_quotas AFTER INSERT ON document_jobs
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION check_quotas();

SELECT keep_apart('rate_limit_hits'), keep_apart('workspace_quotas'), keep_apart('workspace_days');
