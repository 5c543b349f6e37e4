-- Queries on answers that are being written: their parts and their leases.

-- name: append_parts
-- Store parts of answers that are still there. One that is stored already stays as it is. From then on
-- an answer rests on the documents of its parts, too. Rows are locked in the order of their ids, as by
-- whoever renews leases.
WITH part AS MATERIALIZED (
    SELECT * FROM jsonb_to_recordset($1::jsonb) AS part (
        answer_id uuid, number integer, last boolean, content text, stream integer[],
        citations jsonb, sources jsonb, considered jsonb, outcome jsonb, documents uuid[])
), found AS MATERIALIZED (
    SELECT answer.id, documents
    FROM (SELECT answer_id, array_agg(DISTINCT document_id) AS documents
          FROM part CROSS JOIN unnest(documents) AS document_id GROUP BY answer_id) AS named
    JOIN chat_messages AS answer ON answer.id = named.answer_id
    WHERE NOT documents <@ answer.rests_on AND answer.workspace_id = current_workspace()
    ORDER BY answer.id FOR NO KEY UPDATE OF answer
), gained AS (
    UPDATE chat_messages AS answer
    SET rests_on = ARRAY(SELECT unnest(answer.rests_on) UNION SELECT unnest(found.documents))
    FROM found WHERE answer.id = found.id AND answer.workspace_id = current_workspace()
    RETURNING answer.id, answer.rests_on
)
INSERT INTO answer_parts (answer_id, number, last, content, stream, citations, sources, considered,
                          outcome, rests_on)
SELECT part.answer_id, number, last, part.content, part.stream, part.citations, part.sources,
       part.considered, part.outcome, coalesce(gained.rests_on, answer.rests_on)
FROM part JOIN chat_messages AS answer
  ON answer.id = part.answer_id AND answer.workspace_id = current_workspace()
LEFT JOIN gained ON gained.id = answer.id
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
WITH held AS MATERIALIZED (
    SELECT id FROM chat_messages
    WHERE id = ANY ($1::uuid[]) AND lease_expires_at IS NOT NULL
      AND workspace_id = current_workspace()
    ORDER BY id FOR NO KEY UPDATE
)
UPDATE chat_messages AS answer SET lease_expires_at = clock_timestamp() + interval '5 seconds'
FROM held WHERE answer.id = held.id AND answer.workspace_id = current_workspace()
RETURNING answer.id, stop_requested;

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
