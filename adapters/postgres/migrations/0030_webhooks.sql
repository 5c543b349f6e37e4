-- Webhooks, and the outbox of what they are told.

CREATE TABLE webhooks (
    id           uuid PRIMARY KEY,
    workspace_id uuid NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000',
    url          text NOT NULL,
    events       text[] NOT NULL CHECK (cardinality(events) > 0),
    description  text NOT NULL,
    secret       text NOT NULL,  -- needed in full, to sign
    state        text NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'paused', 'gone')),
    created_at   timestamptz NOT NULL,
    UNIQUE (workspace_id, id)
);

-- One row for each event and each webhook that is told of it, written in the transaction of what it
-- tells.
CREATE TABLE webhook_deliveries (
    webhook_id       uuid NOT NULL,
    event_id         uuid NOT NULL,
    workspace_id     uuid NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000',
    -- Of two events of one subject, the later one has the higher position: transactions that change
    -- a subject wait for each other before they take one.
    position         bigint GENERATED ALWAYS AS IDENTITY,
    type             text NOT NULL,
    subject_id       uuid NOT NULL,  -- the document or the answer, which may be gone
    data             jsonb NOT NULL,
    occurred_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
    state            text NOT NULL DEFAULT 'pending'
                     CHECK (state IN ('pending', 'delivered', 'dead')),
    attempts         integer NOT NULL DEFAULT 0 CHECK (attempts >= 0),  -- counted when they begin
    next_attempt_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
    -- The fencing token, until the time after which anyone may send it again.
    lease            uuid,
    lease_expires_at timestamptz,
    response_status  integer,
    reason           text,
    ended_at         timestamptz,
    PRIMARY KEY (webhook_id, event_id),
    FOREIGN KEY (workspace_id, webhook_id) REFERENCES webhooks (workspace_id, id) ON DELETE CASCADE,
    CHECK ((lease IS NULL) = (lease_expires_at IS NULL)),
    CHECK ((state = 'pending') = (ended_at IS NULL)),
    CHECK (state = 'pending' OR lease IS NULL)
);
CREATE INDEX webhook_deliveries_due ON webhook_deliveries (webhook_id, next_attempt_at)
    WHERE state = 'pending';
CREATE INDEX webhook_deliveries_in_order ON webhook_deliveries (webhook_id, subject_id, position)
    WHERE state = 'pending';
