-- Queries on the usage of chat models.

-- name: add_model_usage
-- Count one call of a model ($2) on a day; its tokens ($3, $4) and cost ($5) are null if unknown.
-- An estimate ($6) stands for tokens that are unknown.
INSERT INTO model_usage (day, model, calls, prompt_tokens, completion_tokens, uncounted, cost,
                         unpriced, estimated_tokens)
VALUES ($1, $2, 1, coalesce($3::bigint, 0), coalesce($4::bigint, 0),
        ($3 IS NULL OR $4 IS NULL)::integer, coalesce($5::numeric, 0), ($5 IS NULL)::integer, $6)
ON CONFLICT (workspace_id, day, model) DO UPDATE SET
    calls = model_usage.calls + 1,
    prompt_tokens = model_usage.prompt_tokens + excluded.prompt_tokens,
    completion_tokens = model_usage.completion_tokens + excluded.completion_tokens,
    uncounted = model_usage.uncounted + excluded.uncounted,
    cost = model_usage.cost + excluded.cost,
    unpriced = model_usage.unpriced + excluded.unpriced,
    estimated_tokens = model_usage.estimated_tokens + excluded.estimated_tokens
WHERE model_usage.workspace_id = current_workspace();

-- name: model_usage
-- The usage of all models from a day ($1) to another ($2), by day and name.
SELECT day, model, calls, prompt_tokens, completion_tokens, uncounted, cost, unpriced
FROM model_usage WHERE day BETWEEN $1 AND $2 AND workspace_id = current_workspace()
ORDER BY day, model COLLATE "C";
