-- Queries on the quotas of a workspace, and on what it uses.

-- name: quotas
-- The workspace's own quotas; a missing one is null.
SELECT documents, bytes, questions_a_day AS questions, tokens_a_day AS tokens
FROM workspace_quotas WHERE workspace_id = current_workspace();

-- name: set_quotas
-- Set the quotas of the workspace.
INSERT INTO workspace_quotas (workspace_id, documents, bytes, questions_a_day, tokens_a_day)
VALUES (current_workspace(), $1, $2, $3, $4)
ON CONFLICT (workspace_id) DO UPDATE SET
    documents = excluded.documents, bytes = excluded.bytes,
    questions_a_day = excluded.questions_a_day, tokens_a_day = excluded.tokens_a_day
WHERE workspace_quotas.workspace_id = current_workspace();

-- name: count_question
-- Count a question on a day ($1), unless as many as the quota ($2) are counted.
INSERT INTO workspace_days AS counted (workspace_id, day, questions)
VALUES (current_workspace(), $1, 1)
ON CONFLICT (workspace_id, day) DO UPDATE SET questions = counted.questions + 1
WHERE coalesce($2::bigint, 0) = 0 OR counted.questions < $2::bigint
RETURNING true;

-- name: tokens_used
-- The tokens that chat models have read and written on a day, estimated where they are unknown.
SELECT coalesce(sum(prompt_tokens + completion_tokens + estimated_tokens), 0)::bigint
FROM model_usage WHERE workspace_id = current_workspace() AND day = $1;

-- name: workspace_usage
-- What the workspace has of documents that may be read, with their versions, and its use of a day.
SELECT current.documents, current.bytes + earlier.bytes + next.bytes AS bytes,
       coalesce((SELECT questions FROM workspace_days
                 WHERE workspace_id = current_workspace() AND day = $1), 0) AS questions,
       (SELECT coalesce(sum(prompt_tokens + completion_tokens + estimated_tokens), 0)::bigint
        FROM model_usage WHERE workspace_id = current_workspace() AND day = $1) AS tokens
FROM (SELECT count(*) AS documents, coalesce(sum(file_size), 0)::bigint AS bytes
      FROM documents WHERE workspace_id = current_workspace()) AS current,
     (SELECT coalesce(sum(file_size), 0)::bigint AS bytes
      FROM document_versions WHERE workspace_id = current_workspace()) AS earlier,
     (SELECT coalesce(sum(job.file_size), 0)::bigint AS bytes
      FROM document_jobs AS job JOIN documents AS document ON document.id = job.document_id
      WHERE job.workspace_id = current_workspace()
        AND document.workspace_id = current_workspace()
        AND document.status = 'processed') AS next;
