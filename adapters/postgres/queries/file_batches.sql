-- Queries on batches of files.

-- name: add_file_batch
-- Store a batch, unless its collection was deleted meanwhile.
INSERT INTO file_batches (id, collection_id, documents, created_at)
SELECT $1, id, $3::uuid[], $4 FROM collections
WHERE id = $2 AND workspace_id = current_workspace();

-- name: forget_file_batches
-- Delete the batches that are older than a day.
DELETE FROM file_batches
WHERE created_at < now() - interval '1 day' AND workspace_id = current_workspace();

-- name: file_batch
-- One batch that is not older than a day.
SELECT id, collection_id, documents, created_at FROM file_batches
WHERE id = $1 AND created_at >= now() - interval '1 day' AND workspace_id = current_workspace();
