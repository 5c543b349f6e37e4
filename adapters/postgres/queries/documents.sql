-- Queries on documents: additions, removals and reading.

-- name: register_document
-- Register a document unless another one has the same bytes. It is not processed yet.
INSERT INTO documents (id, filename, file_size, content_sha256, status, uploaded_at, media_type)
VALUES ($1, $2, $3, $4, 'pending', $5, $6)
ON CONFLICT (workspace_id, content_sha256) WHERE external_id IS NULL DO NOTHING RETURNING id;

-- name: lock_document
-- Keep others from changing a document before the transaction ends.
SELECT id FROM documents WHERE id = $1 AND workspace_id = current_workspace() FOR NO KEY UPDATE;

-- name: lock_documents
-- The same for several documents ($1), in the order in which a deletion locks them.
SELECT id FROM documents WHERE id = ANY($1::uuid[]) AND workspace_id = current_workspace()
ORDER BY id FOR NO KEY UPDATE;

-- name: sent_again
-- Set what another upload of the same bytes changes of a document that is not processed.
UPDATE documents SET uploaded_at = $2, media_type = $3 WHERE id = $1 AND status <> 'processed'
  AND workspace_id = current_workspace();

-- name: add_name
-- Give a document a further name, unless it has it or was deleted. A deletion under way is awaited.
INSERT INTO other_names (document_id, name)
SELECT id, $2 FROM documents
WHERE id = $1 AND filename <> $2 AND workspace_id = current_workspace() FOR KEY SHARE
ON CONFLICT DO NOTHING;

-- name: try_claiming
-- Whether this transaction alone is about to claim a document with a given SHA-256. Until its end,
-- no other one is.
SELECT pg_try_advisory_xact_lock(hashtextextended(current_workspace()::text || $1, 18));

-- name: has_original
-- Whether the uploaded bytes of a version ($2) of a document are stored.
SELECT EXISTS (SELECT FROM document_originals WHERE document_id = $1 AND version = $2
              AND workspace_id = current_workspace());

-- name: store_original_piece
-- Store a piece of the uploaded bytes of a version ($2) of a document.
INSERT INTO document_originals (document_id, version, number, content) VALUES ($1, $2, $3, $4);

-- name: original_piece
-- A piece of the uploaded bytes of a version ($2) of a document, by default of the current one.
SELECT version, content FROM document_originals
WHERE document_id = $1 AND number = $3 AND workspace_id = current_workspace()
  AND version = coalesce($2, (SELECT version FROM documents WHERE id = $1
    AND workspace_id = current_workspace()));

-- name: document_by_content
-- The document with a given SHA-256. It has an error code if the last attempt failed, and none if it
-- ended without a result.
SELECT id, filename, file_size, content_sha256, status, uploaded_at, total_chunks,
       processing_seconds, error_message, error_code, language, notes, metadata,
       media_type, title, pages, version, external_id, other_names_of(id) AS other_names,
       labels_of(id) AS labels, limited_to
FROM documents_as_read WHERE content_sha256 = $1 AND external_id IS NULL;

-- name: processed_by_content
-- The processed documents with any of the given SHA-256 digests, but those with an external id.
SELECT id, filename, file_size, content_sha256, status, uploaded_at, total_chunks,
       processing_seconds, error_message, error_code, language, notes, metadata,
       media_type, title, pages, version, external_id, other_names_of(id) AS other_names,
       labels_of(id) AS labels, limited_to
FROM documents_as_read
WHERE content_sha256 = ANY($1::text[]) AND external_id IS NULL AND status = 'processed';

-- name: allow_long_statements
-- Raise the timeouts of this transaction, which inserts thousands of index entries.
SELECT set_config('statement_timeout', '600s', true), set_config('lock_timeout', '600s', true);

-- name: lock_adding
-- Let one transaction at a time add chunks to a document.
SELECT pg_advisory_xact_lock(hashtextextended($1::uuid::text, 0));

-- name: pin_document
-- The lease under which a document was made, and the one on its job. The row cannot be deleted before
-- the transaction ends.
SELECT made_under, lease
FROM documents LEFT JOIN document_jobs ON document_id = id
WHERE id = $1 AND documents.workspace_id = current_workspace()
FOR KEY SHARE OF documents;

-- name: bump_revision
-- Increment the revision of the searchable content. Changes do not wait for each other: the
-- revision is the sum of the rows.
INSERT INTO library_revision DEFAULT VALUES;

-- name: finish_document
-- Store a document's text and mark it as processed under a lease.
UPDATE documents
SET status = 'processed', made_under = $2, file_size = $3, uploaded_at = $4, total_chunks = $5,
    processing_seconds = $6, content = $7, language = $8, notes = $9, metadata = $10,
    title = $11, pages = $12
WHERE id = $1 AND workspace_id = current_workspace();

-- name: lock_language
-- A document's status and language. The row stays locked until the transaction ends.
SELECT status, language FROM documents WHERE id = $1
  AND workspace_id = current_workspace() FOR UPDATE;

-- name: change_language
-- Set a document's language.
UPDATE documents SET language = $2 WHERE id = $1 AND workspace_id = current_workspace();

-- name: lock_names
-- A document's id, its first name and all names. The row stays locked until the transaction ends.
SELECT id, filename, filename || other_names_of(id) AS names FROM documents
WHERE id = $1 AND workspace_id = current_workspace() FOR UPDATE;

-- name: remove_first_name
-- Replace the first name of a document by the next one.
WITH next AS (
    DELETE FROM other_names WHERE document_id = $1
      AND workspace_id = current_workspace() AND number = (
        SELECT min(number) FROM other_names WHERE document_id = $1
          AND workspace_id = current_workspace())
    RETURNING name
)
UPDATE documents SET filename = next.name FROM next WHERE id = $1
  AND documents.workspace_id = current_workspace();

-- name: remove_other_name
-- Remove a further name of a document.
DELETE FROM other_names WHERE document_id = $1 AND name = $2 AND workspace_id = current_workspace();

-- name: document
-- One document.
SELECT id, filename, file_size, content_sha256, status, uploaded_at, total_chunks,
       processing_seconds, error_message, error_code, language, notes, metadata,
       media_type, title, pages, version, external_id, other_names_of(id) AS other_names,
       labels_of(id) AS labels, limited_to
FROM documents_as_read WHERE id = $1;

-- name: missing_documents
-- Those of the given ids that no document has.
SELECT asked.id FROM unnest($1::uuid[]) AS asked (id)
WHERE NOT EXISTS (SELECT FROM documents WHERE documents.id = asked.id
  AND workspace_id = current_workspace());

-- name: documents
-- A page of $9 documents in the order of {key}. It is filtered by status ($1), media type ($2) and,
-- unless $3 is true, a filter ($4 to $8). {follow} is empty or the next query. It has the first of those
-- that are `found`, and as many more as have at most $10 bytes together with it.
WITH page AS (
    SELECT id, filename, file_size, content_sha256, status, uploaded_at, total_chunks,
           processing_seconds, error_message, error_code, language, notes, metadata,
           media_type, title, pages, version, external_id, other_names_of(id) AS other_names,
           labels_of(id) AS labels, limited_to
    FROM documents_as_read
    WHERE ($1::text IS NULL OR status = $1) AND ($2::text IS NULL OR media_type = $2)
      AND ($3::boolean OR id IN (SELECT match.id FROM documents_matching($4, $5, $6, $7, $8) AS match))
      {follow}
    ORDER BY {key} {direction}, id {direction} LIMIT $9
), sized AS (
    SELECT *, count(*) OVER () AS found, row_number() OVER so_far AS number,
           sum(octet_length(page::text)) OVER so_far AS bytes_so_far
    FROM page WINDOW so_far AS (ORDER BY {key} {direction}, id {direction})
)
SELECT * FROM sized WHERE number = 1 OR bytes_so_far <= $10::bigint
ORDER BY {key} {direction}, id {direction};

-- name: documents_after
-- The condition that documents follow a position ($11, $12), whose key is {value}.
AND ({key}, id) {comparison} ({value}, $12::uuid);

-- name: processed_documents
-- The ids of the processed documents that pass a filter.
SELECT id FROM documents_matching($1, $2, $3, $4, $5) WHERE status = 'processed' ORDER BY id;

-- name: shown_metadata
-- The metadata of documents, with what clients said instead of it or beside it.
SELECT id, metadata || given_metadata AS metadata FROM documents
WHERE id = ANY($1::uuid[]) AND workspace_id = current_workspace();

-- name: document_chunks
-- $3 chunks of a document after index $2, in reading order; one row of nulls if there is none. No row
-- if the current version is not the one that is asked for ($4).
SELECT chunk_index, chunk.content, char_start, char_end, token_count,
       headings, heading_levels, header, header_start, marks
FROM documents AS document
LEFT JOIN document_chunks AS chunk ON chunk.document_id = document.id AND chunk_index > $2
WHERE document.id = $1 AND document.workspace_id = current_workspace()
  AND document.version = coalesce($4, document.version)
ORDER BY chunk_index LIMIT $3;

-- name: store_chunk
-- Store a chunk of a document.
INSERT INTO document_chunks (document_id, chunk_index, content, char_start, char_end, token_count,
                             headings, heading_levels, header, header_start, marks)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11);

-- name: store_embedding
-- Store the vector of a window of a chunk.
INSERT INTO chunk_embeddings (document_id, chunk_index, window_index, embedding)
VALUES ($1, $2, $3, $4);
