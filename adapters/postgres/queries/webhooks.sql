-- Queries on webhooks and on what they are told.

-- name: add_webhook
-- Store a webhook.
INSERT INTO webhooks (id, url, events, description, secret, created_at)
VALUES ($1, $2, $3, $4, $5, $6);

-- name: secrets_to_seal
-- The secrets of all workspaces that are not stored in this form ($1), for whoever changes it.
SELECT id, secret FROM webhooks WHERE secret NOT LIKE $1 ORDER BY id FOR UPDATE;

-- name: seal_secret
-- Store the secret of a webhook in another form.
UPDATE webhooks SET secret = $2 WHERE id = $1;

-- name: webhook
-- One webhook.
SELECT id, url, events, description, state, created_at FROM webhooks
WHERE id = $1 AND workspace_id = current_workspace();

-- name: webhooks
-- $2 webhooks after one ($1), the oldest first.
SELECT id, url, events, description, state, created_at FROM webhooks
WHERE ($1::uuid IS NULL OR id > $1) AND workspace_id = current_workspace()
ORDER BY id LIMIT $2;

-- name: set_webhook_state
-- Pause a webhook, or resume it.
UPDATE webhooks SET state = $2 WHERE id = $1 AND workspace_id = current_workspace()
RETURNING id, url, events, description, state, created_at;

-- name: remove_webhook
-- Delete a webhook with its deliveries.
DELETE FROM webhooks WHERE id = $1 AND workspace_id = current_workspace() RETURNING id;

-- name: queue_events
-- Queue events for the webhooks that are told of their types, and return whether there is one. No
-- webhook that is deleted meanwhile can make this fail: it is awaited.
WITH told AS (
    SELECT webhook.workspace_id, webhook.id, event.*
    FROM unnest($1::uuid[], $2::text[], $3::uuid[], $4::jsonb[])
         WITH ORDINALITY AS event (event_id, type, subject_id, data, number)
    JOIN webhooks AS webhook ON event.type = ANY (webhook.events) AND webhook.state <> 'gone'
         AND webhook.workspace_id = current_workspace()
    FOR KEY SHARE OF webhook
), queued AS (
    INSERT INTO webhook_deliveries (workspace_id, webhook_id, event_id, type, subject_id, data)
    SELECT workspace_id, id, event_id, type, subject_id, data FROM told ORDER BY number
    RETURNING webhook_id
)
SELECT EXISTS (SELECT FROM queued);

-- name: queue_event_for_webhook
-- Queue an event for one webhook ($1).
INSERT INTO webhook_deliveries (workspace_id, webhook_id, event_id, type, subject_id, data)
SELECT workspace_id, id, $2, $3, $4, $5 FROM webhooks
WHERE id = $1 AND workspace_id = current_workspace() FOR KEY SHARE
RETURNING event_id, type, subject_id, occurred_at, state, attempts, response_status, reason,
          next_attempt_at;

-- name: deliveries
-- $4 deliveries to a webhook ($1) before one ($2), the newest first, in one state ($3) if it is
-- given.
SELECT event_id, type, subject_id, occurred_at, state, attempts, response_status, reason,
       next_attempt_at
FROM webhook_deliveries
WHERE webhook_id = $1 AND workspace_id = current_workspace()
  AND ($2::uuid IS NULL OR event_id < $2)
  AND ($3::text IS NULL OR state = $3)
ORDER BY event_id DESC LIMIT $4;

-- name: delivery
-- One delivery ($2) to a webhook ($1).
SELECT event_id, type, subject_id, occurred_at, state, attempts, response_status, reason,
       next_attempt_at
FROM webhook_deliveries
WHERE webhook_id = $1 AND event_id = $2 AND workspace_id = current_workspace();

-- name: retry_delivery
-- Make a delivery due that is not being sent, with its attempts counted from the start.
UPDATE webhook_deliveries
SET state = 'pending', attempts = 0, next_attempt_at = clock_timestamp(), ended_at = NULL,
    lease = NULL, lease_expires_at = NULL
WHERE webhook_id = $1 AND event_id = $2 AND workspace_id = current_workspace()
  AND (lease IS NULL OR lease_expires_at <= clock_timestamp());

-- name: due_webhooks
-- The active webhooks of all workspaces for which something may be due.
SELECT * FROM due_webhooks();

-- name: take_delivery
-- Lease the delivery to an active webhook ($1) that has been due longest, for a minute. None is
-- taken while an earlier one of its subject is pending.
UPDATE webhook_deliveries AS delivery
SET attempts = attempts + 1, lease = gen_random_uuid(),
    lease_expires_at = clock_timestamp() + interval '60 seconds'
FROM webhooks AS webhook
WHERE webhook.id = delivery.webhook_id AND webhook.state = 'active'
  AND webhook.workspace_id = current_workspace()
  AND delivery.webhook_id = $1 AND delivery.event_id = (
    SELECT event_id FROM webhook_deliveries AS next
    WHERE webhook_id = $1 AND state = 'pending' AND next_attempt_at <= clock_timestamp()
      AND (lease IS NULL OR lease_expires_at <= clock_timestamp())
      AND NOT EXISTS (
          SELECT FROM webhook_deliveries AS earlier
          WHERE earlier.webhook_id = $1 AND earlier.subject_id = next.subject_id
            AND earlier.state = 'pending' AND earlier.position < next.position)
    ORDER BY next_attempt_at, position LIMIT 1 FOR UPDATE SKIP LOCKED)
RETURNING delivery.webhook_id, delivery.event_id, delivery.lease, delivery.attempts, webhook.url,
          webhook.secret, delivery.type, delivery.occurred_at, delivery.data;

-- name: end_delivery
-- Store what became of a delivery under its lease ($3): its state ($4), and the seconds until the
-- next attempt ($5).
UPDATE webhook_deliveries
SET state = $4, next_attempt_at = clock_timestamp() + make_interval(secs => $5),
    response_status = $6, reason = $7, lease = NULL, lease_expires_at = NULL,
    ended_at = CASE WHEN $4 <> 'pending' THEN clock_timestamp() END
WHERE webhook_id = $1 AND event_id = $2 AND lease = $3 AND workspace_id = current_workspace();

-- name: prune_deliveries
-- Delete what was delivered a week ago, and what is a month old in whatever state, in all workspaces.
SELECT prune_deliveries();
