-- Queries on the rate limits. The time is that of the statement's work and not of its beginning: a
-- statement that waited for the row of its client counts what was counted meanwhile. What lies in the
-- future was counted before the clock was set back, and would shut the client out until then.
--
-- Each request is counted, so the first two enter the workspace ($5) by themselves: that saves the
-- messages by which other transactions begin and end.

-- name: count_hit
-- Count a request of a client ($2), unless the window ($4) of a limit ($1) has as many as it may ($3).
WITH entered AS MATERIALIZED (SELECT set_config('quoth.workspace', $5::text, true) AS workspace)
INSERT INTO rate_limit_hits AS counted (workspace_id, limit_name, client, hits)
SELECT workspace::uuid, $1::text, $2::text, ARRAY[clock_timestamp()] FROM entered
ON CONFLICT (workspace_id, limit_name, client) DO UPDATE SET
    hits = ARRAY(SELECT hit FROM unnest(counted.hits) AS hit
                 WHERE hit > clock_timestamp() - $4::interval AND hit <= clock_timestamp()
                 ORDER BY hit) || clock_timestamp()
WHERE (SELECT count(*) FROM unnest(counted.hits) AS hit
       WHERE hit > clock_timestamp() - $4::interval AND hit <= clock_timestamp()) < $3::integer
RETURNING cardinality(hits) AS counted,
          extract(epoch FROM hits[1] + $4::interval - clock_timestamp())::float8 AS leaves_in;

-- name: counted_hits
-- The requests of a client ($2) in the window ($4) of a limit ($1), and when there is room ($3).
WITH entered AS MATERIALIZED (SELECT set_config('quoth.workspace', $5::text, true) AS workspace)
SELECT coalesce(cardinality(hits), 0) AS counted,
       extract(epoch FROM coalesce(hits[greatest(cardinality(hits) - $3::integer + 1, 1)],
                                   clock_timestamp())
                          + $4::interval - clock_timestamp())::float8 AS leaves_in
FROM entered, LATERAL (
    SELECT array_agg(hit ORDER BY hit) AS hits
    FROM rate_limit_hits AS counted, unnest(counted.hits) AS hit
    -- twice the same, and the second only once the workspace is entered
    WHERE workspace_id = current_workspace() AND workspace_id = workspace::uuid
      AND limit_name = $1::text AND client = $2::text
      AND hit > clock_timestamp() - $4::interval AND hit <= clock_timestamp()) AS window_of_client;

-- name: sweep_hits
-- Delete what was counted before any window.
DELETE FROM rate_limit_hits
WHERE workspace_id = current_workspace()
  AND hits[cardinality(hits)] < clock_timestamp() - interval '1 hour';
