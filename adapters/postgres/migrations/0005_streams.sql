-- What it takes to tell an answer's events again, and the keys under which requests are repeated.

ALTER TABLE chat_messages
    -- the order of pieces, sources and citations: see domain/answer_record.py
    ADD COLUMN stream  integer[] NOT NULL DEFAULT '{}',
    -- what else clients were told: the question as searched, timings, an error
    ADD COLUMN outcome jsonb NOT NULL DEFAULT '{}';

-- Answers from before are told again in one piece.
UPDATE chat_messages AS answer
SET stream = CASE WHEN content = '' THEN '{-1}' ELSE ARRAY[-1, char_length(content)] END,
    outcome = jsonb_build_object('question', coalesce((
        SELECT content FROM chat_messages AS question
        WHERE question.session_id = answer.session_id AND question.role = 'user'
          AND question.position < answer.position
        ORDER BY question.position DESC LIMIT 1), ''))
WHERE role = 'assistant';

CREATE OR REPLACE VIEW chat_messages_as_read AS
SELECT id, session_id, position, role, content, created_at, sources, citations, prompt_tokens,
       completion_tokens,
       CASE WHEN lease_expires_at <= clock_timestamp() THEN 'interrupted'
            ELSE finish_reason END AS finish_reason,
       stream, outcome
FROM chat_messages;

CREATE TABLE idempotency_keys (
    workspace_id uuid NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000',
    operation    text NOT NULL CHECK (operation IN ('chat', 'document')),
    key          text NOT NULL,
    fingerprint  text NOT NULL,  -- of the request, to tell it from another one
    subject_id   uuid NOT NULL,  -- the answer or the document that was asked for
    taken_at     timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (workspace_id, operation, key)
);

CREATE INDEX idempotency_keys_by_age ON idempotency_keys (taken_at);
