-- Sessions can be pinned, and people say whether an answer helped and which of its quotations are wrong.

ALTER TABLE chat_sessions ADD COLUMN pinned boolean NOT NULL DEFAULT false;
CREATE INDEX chat_sessions_pinned ON chat_sessions (workspace_id, id) WHERE pinned;

-- One row for each answer and each person or key. It goes with its answer. It rests on what the answer
-- rests on, so that it is for those who may read the answer.
CREATE TABLE feedback (
    id               uuid NOT NULL,  -- a new one whenever it is given again
    workspace_id     uuid NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000',
    answer_id        uuid NOT NULL REFERENCES chat_messages ON DELETE CASCADE,
    given_by         uuid NOT NULL,
    given_at         timestamptz NOT NULL,
    verdict          text NOT NULL CHECK (verdict IN ('good', 'bad')),
    wrong_quotations uuid[] NOT NULL,
    note             text NOT NULL,
    rests_on         uuid[] NOT NULL,
    PRIMARY KEY (workspace_id, id),
    UNIQUE (answer_id, given_by)
);
SELECT keep_apart('feedback');
