-- What the search of an answer had to choose from: see domain/considered.py. It is read for one
-- message at a time. Of answers from before nothing is known.

ALTER TABLE chat_messages ADD COLUMN considered jsonb NOT NULL DEFAULT '[]';

CREATE OR REPLACE VIEW chat_messages_as_read AS
SELECT id, session_id, position, role, content, created_at, sources, citations, prompt_tokens,
       completion_tokens,
       CASE WHEN lease_expires_at <= clock_timestamp() THEN 'interrupted'
            ELSE finish_reason END AS finish_reason,
       stream, outcome, considered
FROM chat_messages;
