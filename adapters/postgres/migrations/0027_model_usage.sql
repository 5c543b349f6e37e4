-- What each chat model was used for, by day (UTC): its calls, their tokens and their cost.

CREATE TABLE model_usage (
    workspace_id      uuid NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000',
    day               date NOT NULL,
    model             text NOT NULL,
    calls             bigint NOT NULL,
    -- of calls whose tokens were counted; the others are uncounted
    prompt_tokens     bigint NOT NULL,
    completion_tokens bigint NOT NULL,
    uncounted         bigint NOT NULL,
    -- of calls whose cost is known, by the prices of that day; the others are unpriced
    cost              numeric NOT NULL,
    unpriced          bigint NOT NULL,
    PRIMARY KEY (workspace_id, day, model)
);
