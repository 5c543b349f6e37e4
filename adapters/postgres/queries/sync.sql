-- name: sync_items
-- What is remembered of a collection, with the documents that have the names of the items now.
SELECT item.path, item.token, item.sha256, item.error, item.no_text,
       document.id AS document_id,
       document.status = 'processed' AND document.content_sha256 = item.sha256 AS stored
FROM sync_items AS item
LEFT JOIN documents AS document ON document.external_id = synced_name(item.collection, item.path)
     AND document.workspace_id = current_workspace()
WHERE item.collection = $1 AND item.workspace_id = current_workspace()
ORDER BY item.path COLLATE "C";

-- name: save_sync_items
-- Remember items: a row each, from arrays of the same length.
INSERT INTO sync_items (collection, path, token, sha256, error, no_text)
SELECT $1, * FROM unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::bool[])
ON CONFLICT (workspace_id, collection, path) DO UPDATE
SET token = excluded.token, sha256 = excluded.sha256, error = excluded.error,
    no_text = excluded.no_text
WHERE sync_items.workspace_id = current_workspace();

-- name: forget_sync_items
-- Forget items.
DELETE FROM sync_items WHERE collection = $1 AND path = ANY($2::text[])
  AND workspace_id = current_workspace();
