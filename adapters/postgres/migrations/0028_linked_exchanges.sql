-- Exchanges outside sessions: each has a session of its own, which no list shows.

ALTER TABLE chat_sessions ADD COLUMN listed boolean NOT NULL DEFAULT true;
CREATE INDEX chat_sessions_unlisted ON chat_sessions (created_at) WHERE NOT listed;

CREATE TABLE linked_exchanges (
    answer_id    uuid PRIMARY KEY REFERENCES chat_messages ON DELETE CASCADE,
    workspace_id uuid NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000',
    previous_id  uuid,  -- the answer that is continued, which may have been deleted since
    given        jsonb NOT NULL,  -- the messages that the client sent before the question
    options      jsonb NOT NULL  -- what else the client asked for
);
