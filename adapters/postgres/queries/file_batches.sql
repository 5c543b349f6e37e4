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
