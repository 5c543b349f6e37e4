-- Queries on answers that are being written: their parts and their leases.

-- name: append_parts
-- Store parts of answers that are still there. One that is stored already stays as it is.
INSERT INTO answer_parts (answer_id, number, last, content, stream, citations, sources, considered,
                          outcome)
SELECT part.*
FROM jsonb_to_recordset($1::jsonb) AS part (
    answer_id uuid, number integer, last boolean, content text, stream integer[], citations jsonb,
    sources jsonb, considered jsonb, outcome jsonb)
JOIN chat_messages AS answer
  ON answer.id = part.answer_id AND answer.workspace_id = current_workspace()
ON CONFLICT DO NOTHING;

-- name: signal_parts
-- Tell all servers which answers have new parts.
SELECT pg_notify('quoth_answers', $1);

-- name: signal_stop
-- Tell all servers that somebody wants an answer to stop.
SELECT pg_notify('quoth_stops', $1);

-- name: parts_since
-- The parts behind places in answers ($1, $2), for each place in their order.
SELECT place.ordinal, part.answer_id, part.number, part.last, part.content, part.stream,
       part.citations, part.sources, part.considered, part.outcome
FROM unnest($1::uuid[], $2::integer[]) WITH ORDINALITY AS place (answer_id, number, ordinal)
JOIN answer_parts AS part
  ON part.answer_id = place.answer_id AND part.number >= place.number
     AND part.workspace_id = current_workspace()
ORDER BY place.ordinal, part.number;

-- name: prune_parts
-- Delete the parts, older than ten minutes, of answers that have ended. Those of an answer whose writer
-- was killed are all there is of it until it is marked as interrupted.
DELETE FROM answer_parts AS part
WHERE written_at < clock_timestamp() - interval '10 minutes'
  AND workspace_id = current_workspace()
  AND NOT EXISTS (SELECT FROM chat_messages AS answer
                  WHERE answer.id = part.answer_id AND lease_expires_at IS NOT NULL
                    AND answer.workspace_id = current_workspace());

-- name: renew_leases
-- Renew the leases of answers that have not ended, for 5 seconds.
UPDATE chat_messages SET lease_expires_at = clock_timestamp() + interval '5 seconds'
WHERE id = ANY ($1::uuid[]) AND lease_expires_at IS NOT NULL AND workspace_id = current_workspace()
RETURNING id, stop_requested;

-- name: request_stop
-- Let the writer of an answer know that it should stop.
UPDATE chat_messages SET stop_requested = true
WHERE id = $1 AND lease_expires_at IS NOT NULL AND workspace_id = current_workspace();

-- name: ended_answers
-- Those of some answers that nobody writes: they have ended, their lease has, or they are gone.
SELECT asked.id FROM unnest($1::uuid[]) AS asked (id)
WHERE NOT EXISTS (SELECT FROM chat_messages AS answer
                  WHERE answer.id = asked.id AND lease_expires_at > clock_timestamp()
                    AND answer.workspace_id = current_workspace());
