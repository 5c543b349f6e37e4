-- Queries on what people say about answers.

-- name: save_feedback
-- Store what a person says about an answer, in place of what they said before. It rests on what the
-- answer rests on.
INSERT INTO feedback (id, answer_id, given_by, given_at, verdict, wrong_quotations, note, rests_on)
SELECT $1, id, $3, $4, $5, $6, $7, rests_on FROM chat_messages
WHERE id = $2 AND workspace_id = current_workspace()
ON CONFLICT (answer_id, given_by) DO UPDATE
SET id = excluded.id, given_at = excluded.given_at, verdict = excluded.verdict,
    wrong_quotations = excluded.wrong_quotations, note = excluded.note, rests_on = excluded.rests_on
RETURNING id;

-- name: remove_feedback
-- Delete what a person said about an answer.
DELETE FROM feedback
WHERE answer_id = $1 AND given_by = $2 AND workspace_id = current_workspace();

-- name: own_feedback
-- What a person said about some answers, oldest first.
SELECT id, answer_id, given_by, given_at, verdict, wrong_quotations, note FROM feedback
WHERE answer_id = ANY ($1::uuid[]) AND given_by = $2 AND workspace_id = current_workspace()
ORDER BY id;

-- name: feedback
-- A page of what was said, before an id ($1) and with a verdict ($2), newest first: each with its answer
-- and the newest 10 questions of its session up to there, oldest first. It has the first of those that
-- are `found`, and as many more as have at most $4 bytes together with it: their sizes are read before
-- their texts. The answers are looked up one by one (LIMIT 1): PostgreSQL would read all of a view that
-- reads the clock.
WITH page AS (
    SELECT given.id, given.answer_id, given.given_by, given.given_at, given.verdict,
           given.wrong_quotations, given.note, answer.bytes + asked.bytes AS bytes
    FROM feedback AS given
    CROSS JOIN LATERAL (
        SELECT session_id, position, octet_length(content) + octet_length(sources::text)
               + octet_length(citations::text) AS bytes
        FROM chat_messages WHERE id = given.answer_id AND workspace_id = current_workspace()
        LIMIT 1) AS answer
    CROSS JOIN LATERAL (
        SELECT coalesce(sum(octet_length(newest.content)), 0) AS bytes FROM (
            SELECT content FROM chat_messages
            WHERE session_id = answer.session_id AND role = 'user'
              AND position < answer.position AND workspace_id = current_workspace()
            ORDER BY position DESC LIMIT 10) AS newest) AS asked
    WHERE given.workspace_id = current_workspace()
      AND given.id < coalesce($1::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff')
      AND ($2::text IS NULL OR given.verdict = $2)
    ORDER BY given.id DESC LIMIT $3
), sized AS (
    SELECT *, count(*) OVER () AS found, row_number() OVER newest AS number,
           sum(bytes) OVER newest AS bytes_so_far
    FROM page WINDOW newest AS (ORDER BY id DESC)
)
SELECT given.id AS feedback_id, given.answer_id, given.given_by, given.given_at, given.verdict,
       given.wrong_quotations, given.note, given.found, answer.*,
       ARRAY(SELECT newest.content FROM (
                 SELECT asked.content, asked.position FROM chat_messages AS asked
                 WHERE asked.session_id = answer.session_id AND asked.role = 'user'
                   AND asked.position < answer.position AND asked.workspace_id = current_workspace()
                 ORDER BY asked.position DESC LIMIT 10) AS newest
             ORDER BY newest.position) AS questions
FROM sized AS given
CROSS JOIN LATERAL (
    SELECT id, session_id, position, role, content, created_at, finish_reason, sources, citations,
           prompt_tokens, completion_tokens, stream, outcome, '[]'::jsonb AS considered, within
    FROM chat_messages_as_read WHERE id = given.answer_id LIMIT 1) AS answer
WHERE number = 1 OR bytes_so_far <= $4::bigint
ORDER BY given.id DESC;
