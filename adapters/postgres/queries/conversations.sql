-- Queries on sessions, messages and idempotency keys.

-- name: create_session
-- Store a new session.
INSERT INTO chat_sessions (id, title, created_at, updated_at) VALUES ($1, $2, $3, $4);

-- name: sessions
-- A page of sessions, newest first: all, those that are pinned, or those that are not ($4). With a
-- pattern ($2), those whose title or messages match it, each with its newest message that does: it has
-- the first of those that are `found`, and as many more as have messages of at most $5 bytes together.
WITH page AS (
    SELECT chat.id, title, chat.created_at, updated_at, pinned,
           hit.id AS hit_id, coalesce(hit.bytes, 0) AS bytes
    FROM chat_sessions AS chat
    LEFT JOIN LATERAL (
        SELECT id, octet_length(content) AS bytes FROM chat_messages
        WHERE $2::text IS NOT NULL AND session_id = chat.id AND content ILIKE $2
          AND chat_messages.workspace_id = current_workspace()
        ORDER BY position DESC LIMIT 1) AS hit ON true
    WHERE listed AND workspace_id = current_workspace()
      AND chat.id < coalesce($1::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff')
      AND ($2::text IS NULL OR title ILIKE $2 OR hit.id IS NOT NULL)
      AND ($4::boolean IS NULL OR pinned = $4)
    ORDER BY chat.id DESC LIMIT $3
), sized AS (
    SELECT *, count(*) OVER () AS found, row_number() OVER newest AS number,
           sum(bytes) OVER newest AS bytes_so_far
    FROM page WINDOW newest AS (ORDER BY id DESC)
)
SELECT id, title, created_at, updated_at, pinned, found, hit_id,
       (SELECT content FROM chat_messages
        WHERE id = hit_id AND workspace_id = current_workspace()) AS hit_content
FROM sized WHERE number = 1 OR bytes_so_far <= $5::bigint
ORDER BY id DESC;

-- name: change_session
-- Change a session's title, or whether it is pinned; NULL leaves it as it is.
UPDATE chat_sessions SET title = coalesce($2, title), pinned = coalesce($3, pinned)
WHERE id = $1 AND workspace_id = current_workspace()
RETURNING id, title, created_at, updated_at, pinned;

-- name: remove_session
-- Delete a session with its messages.
DELETE FROM chat_sessions WHERE id = $1 AND workspace_id = current_workspace() RETURNING id;

-- name: lock_session
-- Let one transaction at a time begin an answer in a session.
SELECT id FROM chat_sessions WHERE id = $1 AND workspace_id = current_workspace() FOR UPDATE;

-- name: answer_in_progress
-- Whether an answer in a session is being written: its lease has not expired. One that ends later than
-- any lease can was left behind when the clock was set back.
SELECT EXISTS (SELECT FROM chat_messages
               WHERE session_id = $1 AND lease_expires_at > clock_timestamp()
                 AND lease_expires_at <= clock_timestamp() + interval '5 seconds'
               AND workspace_id = current_workspace());

-- name: interrupt_answers
-- Mark a session's unfinished answer as interrupted, with what is stored of it; the caller has checked
-- that its lease expired.
UPDATE chat_messages AS answer
SET finish_reason = 'interrupted', lease_expires_at = NULL,
    content = answer.content || coalesce(written.content, ''),
    stream = answer.stream || coalesce(written.stream, '{}'),
    sources = coalesce(written.sources, answer.sources),
    citations = coalesce(written.citations, answer.citations),
    considered = coalesce(written.considered, answer.considered),
    outcome = coalesce(written.outcome, answer.outcome)
FROM chat_messages AS abandoned CROSS JOIN LATERAL written_so_far(abandoned.id) AS written
WHERE abandoned.session_id = $1 AND abandoned.workspace_id = current_workspace()
  AND abandoned.lease_expires_at IS NOT NULL AND answer.id = abandoned.id
  AND answer.lease_expires_at IS NOT NULL AND answer.workspace_id = current_workspace()
RETURNING answer.id, answer.session_id;

-- name: interrupt_abandoned_answers
-- Mark answers as interrupted, with what is stored of them, whose lease expired ten minutes ago: nobody
-- writes them any more.
UPDATE chat_messages AS answer
SET finish_reason = 'interrupted', lease_expires_at = NULL,
    content = answer.content || coalesce(written.content, ''),
    stream = answer.stream || coalesce(written.stream, '{}'),
    sources = coalesce(written.sources, answer.sources),
    citations = coalesce(written.citations, answer.citations),
    considered = coalesce(written.considered, answer.considered),
    outcome = coalesce(written.outcome, answer.outcome)
FROM chat_messages AS abandoned CROSS JOIN LATERAL written_so_far(abandoned.id) AS written
WHERE abandoned.lease_expires_at < clock_timestamp() - interval '10 minutes'
  AND abandoned.workspace_id = current_workspace() AND answer.id = abandoned.id
  AND answer.lease_expires_at IS NOT NULL AND answer.workspace_id = current_workspace()
RETURNING answer.id, answer.session_id;

-- name: add_question
-- Store a question, and which documents it is asked of ($5).
INSERT INTO chat_messages (id, session_id, role, content, created_at, within)
VALUES ($1, $2, 'user', $3, $4, $5);

-- name: add_answer
-- Store an answer that is yet to be written, with a lease of 5 seconds. It rests on the documents ($5)
-- that what is given to the model rests on. While it is written, it is for whoever has all groups of who
-- asked ($6).
INSERT INTO chat_messages (id, session_id, role, content, created_at, rests_on, asker_groups,
                           lease_expires_at)
VALUES ($1, $2, 'assistant', $3, $4, $5, $6, clock_timestamp() + interval '5 seconds');

-- name: touch_session
-- Update when a session was last used, and set its title if it has none.
UPDATE chat_sessions
SET title = coalesce(title, $2), updated_at = greatest(updated_at, $3)
WHERE id = $1 AND workspace_id = current_workspace();

-- name: history
-- The newest messages of a session, oldest first: the last two, and then as many as have at most $2
-- bytes together with them. Goes back message by message, so that no earlier one is read.
WITH RECURSIVE newest AS (
    (SELECT position, role, content, rests_on, 1 AS number,
            octet_length(content)::bigint AS bytes
     FROM chat_messages WHERE session_id = $1 AND workspace_id = current_workspace()
     ORDER BY position DESC LIMIT 1)
    UNION ALL
    SELECT earlier.position, earlier.role, earlier.content, earlier.rests_on, number + 1,
           bytes + octet_length(earlier.content)
    FROM newest CROSS JOIN LATERAL (
        SELECT position, role, content, rests_on FROM chat_messages
        WHERE session_id = $1 AND position < newest.position
          AND workspace_id = current_workspace()
        ORDER BY position DESC LIMIT 1) AS earlier
    WHERE number < 2 OR bytes + octet_length(earlier.content) <= $2::bigint)
SELECT role, content, rests_on FROM newest ORDER BY position;

-- name: save_answer
-- Store an answer with its end, unless it has ended already. It rests on the documents of its sources and
-- its trace ($11), and on those that it rested on before.
UPDATE chat_messages
SET content = $2, finish_reason = $3, sources = $4, citations = $5, prompt_tokens = $6,
    completion_tokens = $7, stream = $8, outcome = $9, considered = $10, lease_expires_at = NULL,
    rests_on = CASE WHEN $11::uuid[] <@ rests_on THEN rests_on
                    ELSE ARRAY(SELECT unnest(rests_on) UNION SELECT unnest($11::uuid[])) END
WHERE id = $1 AND lease_expires_at IS NOT NULL AND workspace_id = current_workspace()
RETURNING id;

-- name: message
-- One message.
SELECT id, session_id, role, content, created_at, finish_reason, sources, citations,
       prompt_tokens, completion_tokens, stream, outcome, considered, within
FROM chat_messages_as_read WHERE id = $1;

-- name: is_readable
-- Whether a message may be read, without reading any of it.
SELECT true FROM chat_messages WHERE id = $1 AND workspace_id = current_workspace();

-- name: conversation
-- A session with a page of its messages, newest first: those before the message $2, without the
-- passages that their searches considered. It has the first of those that are `found`, and as many more
-- as have at most $4 bytes together with it: their sizes are read before their texts. One row without a
-- message if there are none; one that is withheld has no text. The page is looked up one by one
-- (LIMIT 1): PostgreSQL would read all of a view that reads the clock.
WITH page AS (
    SELECT place.*, size.bytes
    FROM message_places($1, CASE
            WHEN $2::uuid IS NULL THEN 9223372036854775807
            ELSE (SELECT position FROM message_places(NULL, NULL, 1, $2) WHERE session_id = $1) END,
        $3, NULL) AS place
    LEFT JOIN LATERAL (
        SELECT octet_length(content) + octet_length(sources::text)
               + octet_length(citations::text) AS bytes
        FROM chat_messages WHERE id = place.id AND workspace_id = current_workspace()
        LIMIT 1) AS size ON true
), sized AS (
    SELECT *, count(*) OVER () AS found, row_number() OVER newest AS number,
           sum(coalesce(bytes, 0)) OVER newest AS bytes_so_far
    FROM page WINDOW newest AS (ORDER BY position DESC)
)
SELECT chat.id AS chat_id, chat.title, chat.created_at AS chat_created_at, chat.updated_at,
       chat.pinned, coalesce(page.found, 0) AS found,
       page.id AS message_id, page.session_id AS of_session, page.role AS spoken_by,
       page.created_at AS begun_at, page.finish_reason AS ended, message.*
FROM chat_sessions AS chat
LEFT JOIN sized AS page ON number = 1 OR bytes_so_far <= $4::bigint
LEFT JOIN LATERAL (
    SELECT id, session_id, role, content, created_at, finish_reason, sources, citations,
           prompt_tokens, completion_tokens, stream, outcome, '[]'::jsonb AS considered, within
    FROM chat_messages_as_read WHERE id = page.id LIMIT 1) AS message ON true
WHERE chat.id = $1 AND chat.workspace_id = current_workspace()
ORDER BY page.position DESC;

-- name: withheld_message
-- An answer that may not be read, without its text.
SELECT id AS message_id, session_id AS of_session, role AS spoken_by, created_at AS begun_at,
       finish_reason AS ended
FROM message_places(NULL, NULL, 1, $1);

-- name: forget_keys
-- Delete expired keys, except those that another transaction is deleting.
DELETE FROM idempotency_keys WHERE workspace_id = current_workspace() AND (operation, key) IN (
    SELECT operation, key FROM idempotency_keys
    WHERE workspace_id = current_workspace() AND taken_at < now() - interval '24 hours'
    FOR UPDATE SKIP LOCKED);

-- name: take_key
-- Store a key unless it is taken; if another transaction is storing it, wait for its end.
INSERT INTO idempotency_keys (operation, key, fingerprint, subject_id)
VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING;

-- name: key
-- The request and the id that a key was taken for.
SELECT fingerprint, subject_id FROM idempotency_keys
WHERE operation = $1 AND key = $2 AND workspace_id = current_workspace();
