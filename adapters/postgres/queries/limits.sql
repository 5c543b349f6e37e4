-- Queries that limit what may be read to groups.

-- name: is_limited
-- Whether a document has this content ($1) or this external id ($2) that who acts may not read.
SELECT is_limited($1, $2);

-- name: limit_document
-- Limit a document to groups.
UPDATE documents SET limited_to = $2 WHERE id = $1 AND workspace_id = current_workspace()
RETURNING id;

-- name: limit_collection
-- Limit a collection and its documents to groups.
UPDATE collections SET limited_to = $2 WHERE id = $1 AND workspace_id = current_workspace()
RETURNING id;

-- name: may_read
-- Whether who acts may read all of these documents.
SELECT may_read($1::uuid[], limiting_groups()) IS NOT FALSE;
