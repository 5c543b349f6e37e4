-- What was counted for rate limits: the times of the requests of each client, oldest first. Losing
-- them in a crash of the database costs nothing, so they are not written to its log.

CREATE UNLOGGED TABLE rate_limit_hits (
    workspace_id uuid NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000',
    limit_name   text NOT NULL,
    client       text NOT NULL,
    hits         timestamptz[] NOT NULL,
    PRIMARY KEY (workspace_id, limit_name, client)
) WITH (fillfactor = 50);
