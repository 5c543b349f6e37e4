-- Queries on collections, and on what clients say of documents.

-- name: create_collections
-- Store the collections with these names ($2) that there are not yet, under new ids ($1).
INSERT INTO collections (id, name) SELECT * FROM unnest($1::uuid[], $2::text[])
ON CONFLICT (workspace_id, name) DO NOTHING;

-- name: create_collection
-- Store a new collection; no row if its name is taken.
INSERT INTO collections (id, name, created_at) VALUES ($1, $2, $3)
ON CONFLICT (workspace_id, name) DO NOTHING RETURNING id;

-- name: rename_collection
-- Rename a collection.
UPDATE collections SET name = $2 WHERE id = $1 AND workspace_id = current_workspace() RETURNING id;

-- name: close_collection
-- Lock a collection, so that nothing is put into it before the transaction ends. Returns whether its
-- documents other than these ($2) would lose its limit without it.
WITH held AS MATERIALIZED (
    SELECT id FROM collections WHERE id = $1 AND workspace_id = current_workspace() FOR UPDATE)
SELECT opens_documents(id, $2) FROM held;

-- name: remove_collection
-- Delete a collection. Its documents stay.
DELETE FROM collections WHERE id = $1 AND workspace_id = current_workspace();

-- name: lock_collection
-- The name of a collection, which stays its name until the transaction ends.
SELECT name FROM collections WHERE id = $1 AND workspace_id = current_workspace() FOR KEY SHARE;

-- name: lock_collection_to_remove
-- The same, for one removal at a time: two would wait for each other in close_collection. Documents are
-- still put into it.
SELECT name FROM collections WHERE id = $1 AND workspace_id = current_workspace()
FOR NO KEY UPDATE;

-- name: collection
-- One collection with the number of its documents.
SELECT id, name, created_at, limited_to,
       (SELECT count(*) FROM document_collections WHERE collection_id = id) AS documents
FROM collections WHERE id = $1 AND workspace_id = current_workspace();

-- name: collections
-- A page of collections after a name ($1), in the order of their names.
SELECT id, name, created_at, limited_to,
       (SELECT count(*) FROM document_collections WHERE collection_id = id) AS documents
FROM collections
WHERE workspace_id = current_workspace()
  AND ($1::text IS NULL OR (lower(name) COLLATE "C", name COLLATE "C")
                          > (lower($1) COLLATE "C", $1 COLLATE "C"))
ORDER BY lower(name) COLLATE "C", name COLLATE "C" LIMIT $2;

-- name: collections_called
-- The ids and names of the collections with these ids ($1) or names ($2).
SELECT id, name FROM collections
WHERE (id = ANY($1::uuid[]) OR name = ANY($2::text[])) AND workspace_id = current_workspace();

-- name: link_collections
-- Put a document ($1) into the collections with these names ($2); a row for each that is new to it.
-- The document is locked before the collections, as everywhere; nothing happens if it was deleted.
WITH document AS MATERIALIZED (
    SELECT id FROM documents WHERE id = $1 AND workspace_id = current_workspace() FOR NO KEY UPDATE)
INSERT INTO document_collections (collection_id, document_id)
SELECT held.id, document.id FROM document, collections AS held
WHERE held.name = ANY($2::text[]) AND held.workspace_id = current_workspace()
ORDER BY held.id
ON CONFLICT DO NOTHING RETURNING collection_id;

-- name: link_documents
-- Put documents ($2) into a collection ($1), which are all locked; a row for each that is new to it.
INSERT INTO document_collections (collection_id, document_id)
SELECT $1, document_id FROM unnest($2::uuid[]) AS put (document_id)
ON CONFLICT DO NOTHING RETURNING document_id;

-- name: unlink_collections
-- Take a document ($1) out of all collections but those with these names ($2).
DELETE FROM document_collections AS link USING collections AS held
WHERE link.document_id = $1 AND held.id = link.collection_id AND held.name <> ALL($2::text[])
  AND held.workspace_id = current_workspace() AND link.workspace_id = current_workspace();

-- name: unlink_document
-- Take a document ($2) out of a collection ($1).
DELETE FROM document_collections WHERE collection_id = $1 AND document_id = $2
  AND workspace_id = current_workspace()
RETURNING document_id;

-- name: collection_contents
-- How many documents of each status are in these collections, and the size of their files.
SELECT link.collection_id, status, count(*) AS documents, sum(file_size)::bigint AS bytes
FROM document_collections AS link JOIN documents_as_read AS document
  ON document.id = link.document_id
WHERE link.collection_id = ANY($1::uuid[]) AND link.workspace_id = current_workspace()
GROUP BY link.collection_id, status;

-- name: labels
-- What clients have said of a document.
SELECT labels_of($1::uuid);

-- name: labels_of_several
-- The same of several documents.
SELECT labels_of(id) AS labels FROM unnest($1::uuid[]) AS document (id);

-- name: give_more
-- Add what clients say of a document: metadata, which replaces values of the same names. No row if it
-- was said before.
UPDATE documents SET given_metadata = given_metadata || $2
WHERE id = $1 AND workspace_id = current_workspace()
  AND given_metadata || $2 <> given_metadata RETURNING id;

-- name: give_more_to
-- The same for several documents ($1), each with its own metadata ($2); a row for each that it changes.
UPDATE documents SET given_metadata = given_metadata || more.metadata
FROM unnest($1::uuid[], $2::jsonb[]) AS more (document_id, metadata)
WHERE id = more.document_id AND workspace_id = current_workspace()
  AND given_metadata || more.metadata <> given_metadata RETURNING id;

-- name: change_metadata
-- Replace what clients have said of a document as metadata.
UPDATE documents SET given_metadata = $2 WHERE id = $1 AND workspace_id = current_workspace();

-- name: change_title
-- Set or clear the title that clients gave a document.
UPDATE documents SET given_title = $2 WHERE id = $1 AND workspace_id = current_workspace();

-- name: lock_matching
-- The documents that pass a filter. Their rows stay locked until the transaction ends. For thousands of
-- documents other_names_of, which is planned at each call, takes longer than all else.
SELECT id, filename || ARRAY(
         SELECT name FROM other_names
         WHERE document_id = documents.id AND workspace_id = current_workspace()
         ORDER BY number) AS names
FROM documents
WHERE id IN (SELECT match.id FROM documents_matching($1, $2, $3, $4, $5) AS match)
  AND workspace_id = current_workspace()
ORDER BY id FOR UPDATE;

-- name: matching
-- The documents that pass a filter.
SELECT id FROM documents
WHERE id IN (SELECT match.id FROM documents_matching($1, $2, $3, $4, $5) AS match)
  AND workspace_id = current_workspace()
ORDER BY id;

-- name: names_meant
-- Documents ($1) with all their names, and those names that match a pattern ($2); without one, all do.
SELECT id, names, ARRAY(SELECT name FROM unnest(names) WITH ORDINALITY AS held (name, number)
                        WHERE $2::text IS NULL OR lower(name) LIKE lower($2)
                        ORDER BY number) AS meant
FROM (SELECT id, filename || ARRAY(
               SELECT name FROM other_names
               WHERE document_id = documents.id AND workspace_id = current_workspace()
               ORDER BY number) AS names
      FROM documents WHERE id = ANY($1::uuid[]) AND workspace_id = current_workspace()
      OFFSET 0) AS document
ORDER BY id;

-- name: removal
-- How much is stored for some documents.
SELECT (SELECT count(*) FROM document_chunks WHERE document_id = ANY($1::uuid[])
          AND workspace_id = current_workspace()) AS chunks,
       (SELECT count(*) FROM chunk_embeddings WHERE document_id = ANY($1::uuid[])
          AND workspace_id = current_workspace()) AS vectors,
       (SELECT coalesce(sum(cardinality(lexeme_steps)), 0) FROM indexed_documents
        WHERE document_id = ANY($1::uuid[])
          AND workspace_id = current_workspace()) AS terms,
       (SELECT coalesce(sum(octet_length(content)), 0)
        FROM document_originals WHERE document_id = ANY($1::uuid[])
          AND workspace_id = current_workspace()) AS bytes;

-- name: remove_documents
-- Delete documents with their uploaded bytes, their chunks and the embeddings of these.
DELETE FROM documents WHERE id = ANY($1::uuid[]) AND workspace_id = current_workspace()
RETURNING id, filename, external_id, version;
