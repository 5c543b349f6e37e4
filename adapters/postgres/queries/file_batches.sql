-- Queries on batches of files.

-- name: add_file_batch
-- Store a batch.
INSERT INTO file_batches (id, collection_id, documents, created_at) VALUES ($1, $2, $3, $4);

-- name: forget_file_batches
-- Delete the batches that are older than a day.
DELETE FROM file_batches
WHERE created_at < now() - interval '1 day' AND workspace_id = current_workspace();

-- name: file_batch
-- One batch that is not older than a day.
SELECT id, collection_id, documents, created_at FROM file_batches
WHERE id = $1 AND created_at >= now() - interval '1 day' AND workspace_id = current_workspace();

-- name: file_batch_states
-- How many of documents ($2) that are in a collection ($1) have each status.
SELECT status, count(*) AS documents FROM documents_as_read
WHERE id = ANY($2::uuid[])
  AND id IN (SELECT document_id FROM document_collections
             WHERE collection_id = $1 AND workspace_id = current_workspace())
GROUP BY status;

-- name: cancel_file_batch
-- Cancel the jobs of those of documents ($2) in a collection ($1) that are not searchable yet. They are
-- locked in one order, so that two batches do not wait for each other.
WITH waiting AS (
    SELECT document_id FROM document_jobs
    WHERE state IN ('pending', 'processing') AND workspace_id = current_workspace()
      AND document_id IN (SELECT id FROM documents_as_read
                          WHERE id = ANY($2::uuid[]) AND status IN ('pending', 'processing'))
      AND document_id IN (SELECT document_id FROM document_collections
                          WHERE collection_id = $1 AND workspace_id = current_workspace())
    ORDER BY document_id FOR UPDATE
)
UPDATE document_jobs AS job
SET state = 'cancelled', lease = NULL, lease_expires_at = NULL, error_message = $3, error_code = $4,
    progress_number = progress_number + 1
FROM waiting
WHERE job.document_id = waiting.document_id AND job.workspace_id = current_workspace();
