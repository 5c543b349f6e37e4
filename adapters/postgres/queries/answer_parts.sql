-- Queries on answers that are being written: their parts and their leases. They run all the time, on
-- tables that grow and shrink by the minute. So rows are looked up one by one (LIMIT 1), and
-- transactions for them find rows by key (BY_KEY in database.py): a plan that was made while there was
-- little would else read the whole table ever after.

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
          FROM part CROSS JOIN unnest(documents) AS document_id
          GROUP BY answer_id ORDER BY answer_id) AS named
    CROSS JOIN LATERAL (
        SELECT id FROM chat_messages
        WHERE id = answer_id AND NOT documents <@ rests_on AND workspace_id = current_workspace()
        LIMIT 1 FOR NO KEY UPDATE) AS answer
), gained AS (
    UPDATE chat_messages AS answer
    SET rests_on = ARRAY(SELECT unnest(answer.rests_on)
                         UNION SELECT unnest(documents) FROM found WHERE found.id = answer.id)
    WHERE id = ANY (ARRAY(SELECT id FROM found)) AND workspace_id = current_workspace()
    RETURNING answer.id, answer.rests_on
)
INSERT INTO answer_parts (answer_id, number, last, content, stream, citations, sources, considered,
                          outcome, rests_on)
SELECT part.answer_id, number, last, part.content, part.stream, part.citations, part.sources,
       part.considered, part.outcome, coalesce(gained.rests_on, answer.rests_on)
FROM part CROSS JOIN LATERAL (
    SELECT id, rests_on FROM chat_messages
    WHERE id = part.answer_id AND workspace_id = current_workspace() LIMIT 1) AS answer
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
CROSS JOIN LATERAL (
    SELECT * FROM answer_parts AS each
    WHERE each.answer_id = place.answer_id AND each.number >= place.number
      AND workspace_id = current_workspace() ORDER BY number) AS part
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
-- Renew the leases of answers that have not ended, for 5 seconds. Returns those that should stop:
-- somebody wants it, or they have ended or are gone.
WITH held AS MATERIALIZED (
    SELECT id FROM chat_messages
    WHERE id = ANY ($1::uuid[]) AND lease_expires_at IS NOT NULL
      AND workspace_id = current_workspace()
    ORDER BY id FOR NO KEY UPDATE
), renewed AS (
    UPDATE chat_messages SET lease_expires_at = clock_timestamp() + interval '5 seconds'
    WHERE id = ANY (ARRAY(SELECT id FROM held)) AND workspace_id = current_workspace()
    RETURNING id, stop_requested
)
SELECT asked.id FROM unnest($1::uuid[]) AS asked (id) LEFT JOIN renewed USING (id)
WHERE renewed.stop_requested IS NOT FALSE;

-- name: request_stop
-- Let the writer of an answer know that it should stop.
UPDATE chat_messages SET stop_requested = true
WHERE id = $1 AND lease_expires_at IS NOT NULL AND workspace_id = current_workspace();

-- name: ended_answers
-- Those of some answers that nobody writes: they have ended, their lease has, or they are gone.
SELECT asked.id FROM unnest($1::uuid[]) AS asked (id)
WHERE (SELECT lease_expires_at > clock_timestamp() FROM chat_messages
       WHERE id = asked.id AND workspace_id = current_workspace()) IS NOT TRUE;
