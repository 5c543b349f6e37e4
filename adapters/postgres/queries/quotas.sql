-- Queries on the quotas of a workspace, and on what it uses.

-- name: quotas
-- The quotas of a workspace's ($1) own; a missing one is null.
SELECT documents, bytes, questions_a_day AS questions, tokens_a_day AS tokens
FROM workspace_quotas WHERE workspace_id = $1;

-- name: set_quotas
-- Set the quotas of a workspace ($1).
INSERT INTO workspace_quotas (workspace_id, documents, bytes, questions_a_day, tokens_a_day)
VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (workspace_id) DO UPDATE SET
    documents = excluded.documents, bytes = excluded.bytes,
    questions_a_day = excluded.questions_a_day, tokens_a_day = excluded.tokens_a_day;

-- name: count_question
-- Count a question of a workspace ($1) on a day ($2), unless as many as the quota ($3) are counted.
INSERT INTO workspace_days AS counted (workspace_id, day, questions) VALUES ($1, $2, 1)
ON CONFLICT (workspace_id, day) DO UPDATE SET questions = counted.questions + 1
WHERE coalesce($3::bigint, 0) = 0 OR counted.questions < $3::bigint
RETURNING true;

-- name: tokens_used
-- The tokens that chat models have read and written for a workspace ($1) on a day ($2).
SELECT coalesce(sum(prompt_tokens + completion_tokens), 0)::bigint
FROM model_usage WHERE workspace_id = $1 AND day = $2;

-- name: workspace_usage
-- What a workspace ($1) has, and what it has used on a day ($2).
SELECT held.documents, held.bytes,
       coalesce((SELECT questions FROM workspace_days WHERE workspace_id = $1 AND day = $2),
                0) AS questions,
       (SELECT coalesce(sum(prompt_tokens + completion_tokens), 0)::bigint
        FROM model_usage WHERE workspace_id = $1 AND day = $2) AS tokens
FROM held_by_workspace($1) AS held;
