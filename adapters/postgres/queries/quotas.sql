-- Queries on the quotas of the workspace that is acted in, and on what it uses.

-- name: quotas
-- The quotas of the workspace's own; a missing one is null.
SELECT documents, bytes, questions_a_day AS questions, tokens_a_day AS tokens FROM workspace_quotas
WHERE workspace_id = current_workspace();

-- name: set_quotas
-- Set the quotas of the workspace.
INSERT INTO workspace_quotas (documents, bytes, questions_a_day, tokens_a_day)
VALUES ($1, $2, $3, $4)
ON CONFLICT (workspace_id) DO UPDATE SET
    documents = excluded.documents, bytes = excluded.bytes,
    questions_a_day = excluded.questions_a_day, tokens_a_day = excluded.tokens_a_day
WHERE workspace_quotas.workspace_id = current_workspace();

-- name: count_question
-- Count a question on a day ($1), unless as many as the quota ($2) have been counted.
INSERT INTO workspace_days AS counted (day, questions) VALUES ($1, 1)
ON CONFLICT (workspace_id, day) DO UPDATE SET questions = counted.questions + 1
WHERE counted.workspace_id = current_workspace()
  AND (coalesce($2::bigint, 0) = 0 OR counted.questions < $2::bigint)
RETURNING true;

-- name: tokens_used
-- The tokens that chat models have read and written on a day ($1).
SELECT coalesce(sum(prompt_tokens + completion_tokens), 0)::bigint FROM model_usage
WHERE day = $1 AND workspace_id = current_workspace();

-- name: workspace_usage
-- What the workspace has, and what it has used on a day ($1).
SELECT held.documents, held.bytes,
       coalesce((SELECT questions FROM workspace_days
                 WHERE day = $1 AND workspace_id = current_workspace()), 0) AS questions,
       (SELECT coalesce(sum(prompt_tokens + completion_tokens), 0)::bigint
        FROM model_usage WHERE day = $1 AND workspace_id = current_workspace()) AS tokens
FROM held_by_workspace(current_workspace()) AS held;
