-- Queries on exchanges outside sessions.

-- name: create_unlisted_session
-- Store a session that no list shows.
INSERT INTO chat_sessions (id, created_at, updated_at, listed) VALUES ($1, $2, $2, false);

-- name: rests_on
-- The documents that an answer rests on.
SELECT rests_on FROM chat_messages WHERE id = $1 AND workspace_id = current_workspace();

-- name: add_link
-- Store what belongs to an exchange beside its messages.
INSERT INTO linked_exchanges (answer_id, previous_id, given, options) VALUES ($1, $2, $3, $4);

-- name: forget_exchanges
-- Delete some exchanges that are older than 30 days, except those that another transaction deletes.
DELETE FROM chat_sessions WHERE workspace_id = current_workspace() AND id IN (
    SELECT id FROM chat_sessions
    WHERE NOT listed AND created_at < now() - interval '30 days'
      AND workspace_id = current_workspace()
    ORDER BY created_at LIMIT 100 FOR UPDATE SKIP LOCKED);

-- name: linked_exchange
-- One exchange, with its question.
SELECT link.answer_id, link.previous_id, link.given, link.options, question.content AS question
FROM linked_exchanges AS link JOIN chat_messages AS answer ON answer.id = link.answer_id
JOIN chat_messages AS question
  ON question.session_id = answer.session_id AND question.role = 'user'
WHERE link.answer_id = $1 AND link.workspace_id = current_workspace();

-- name: linked_history
-- The exchange of an answer and those before it, oldest first: as many as have at most $2 bytes, and
-- one at least. Goes back link by link, so that no earlier one is read.
WITH RECURSIVE said AS NOT MATERIALIZED (
    SELECT link.answer_id, link.previous_id, link.given,
           question.content AS question, said.answer,
           octet_length(link.given::text) + octet_length(question.content)
               + octet_length(said.answer)::bigint AS bytes
    FROM linked_exchanges AS link JOIN chat_messages AS answer ON answer.id = link.answer_id
    CROSS JOIN LATERAL (
        SELECT answer.content || coalesce((
            SELECT written.content FROM written_so_far(answer.id) AS written
            WHERE answer.lease_expires_at IS NOT NULL), '') AS answer) AS said
    JOIN chat_messages AS question
      ON question.session_id = answer.session_id AND question.role = 'user'
    WHERE link.workspace_id = current_workspace()
), chain AS (
    SELECT 1 AS number, * FROM said WHERE answer_id = $1
    UNION ALL
    SELECT number + 1, earlier.answer_id, earlier.previous_id, earlier.given, earlier.question,
           earlier.answer, chain.bytes + earlier.bytes
    FROM chain JOIN said AS earlier ON earlier.answer_id = chain.previous_id
    WHERE chain.bytes + earlier.bytes <= $2::bigint)
SELECT given, question, answer FROM chain ORDER BY number DESC;

-- name: remove_exchange
-- Delete the session of an exchange, and all of the exchange with it.
DELETE FROM chat_sessions WHERE NOT listed AND workspace_id = current_workspace() AND id = (
    SELECT answer.session_id FROM linked_exchanges AS link
    JOIN chat_messages AS answer ON answer.id = link.answer_id WHERE link.answer_id = $1
      AND link.workspace_id = current_workspace())
RETURNING id;
