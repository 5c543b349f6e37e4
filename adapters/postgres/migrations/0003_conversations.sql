-- Sessions and their messages.

CREATE TABLE chat_sessions (
    id           uuid PRIMARY KEY,
    workspace_id uuid NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000',
    title        text,
    created_at   timestamptz NOT NULL,
    updated_at   timestamptz NOT NULL
);

CREATE TABLE chat_messages (
    id                uuid PRIMARY KEY,
    session_id        uuid NOT NULL REFERENCES chat_sessions ON DELETE CASCADE,
    position          bigint GENERATED ALWAYS AS IDENTITY,  -- the clocks of servers may differ
    workspace_id      uuid NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000',
    role              text NOT NULL CHECK (role IN ('user', 'assistant')),
    content           text NOT NULL,
    created_at        timestamptz NOT NULL,
    finish_reason     text CHECK (finish_reason IN
                          ('stop', 'length', 'abstained', 'cancelled', 'interrupted', 'error')),
    sources           jsonb NOT NULL DEFAULT '[]',
    citations         jsonb NOT NULL DEFAULT '[]',
    prompt_tokens     integer NOT NULL DEFAULT 0,
    completion_tokens integer NOT NULL DEFAULT 0,
    lease_expires_at  timestamptz,
    CHECK ((role = 'assistant' AND finish_reason IS NULL) = (lease_expires_at IS NOT NULL))
);

CREATE INDEX chat_messages_in_order ON chat_messages (session_id, position);

-- A session has one answer at a time.
CREATE UNIQUE INDEX chat_messages_being_written ON chat_messages (session_id)
    WHERE lease_expires_at IS NOT NULL;

-- A message as it reads: an answer whose writer is gone was interrupted.
CREATE VIEW chat_messages_as_read AS
SELECT id, session_id, position, role, content, created_at, sources, citations, prompt_tokens,
       completion_tokens,
       CASE WHEN lease_expires_at <= clock_timestamp() THEN 'interrupted'
            ELSE finish_reason END AS finish_reason
FROM chat_messages;
