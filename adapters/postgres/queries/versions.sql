-- Queries on the versions of documents.

-- name: chunks_of
-- The chunks of a document.
SELECT chunk_index, content, char_start, char_end, token_count,
       headings, heading_levels, header, header_start, marks
FROM document_chunks WHERE document_id = $1 AND workspace_id = current_workspace();

-- name: embeddings_of
-- The vectors of some chunks ($2) of a document, in the order of their windows.
SELECT chunk_index, embedding::real[] AS embedding FROM chunk_embeddings
WHERE document_id = $1 AND chunk_index = ANY($2::integer[])
  AND workspace_id = current_workspace()
ORDER BY chunk_index, window_index;

-- name: try_naming
-- Whether this transaction alone is about to put content under an external id. Until its end, no
-- other one is.
SELECT pg_try_advisory_xact_lock(hashtextextended(current_workspace()::text || $1, 21));

-- name: document_by_external_id
-- The document with an external id.
SELECT id, filename, file_size, content_sha256, status, uploaded_at, total_chunks,
       processing_seconds, error_message, error_code, language, notes, metadata,
       media_type, title, pages, version, external_id, other_names_of(id) AS other_names,
       labels_of(id) AS labels, limited_to
FROM documents_as_read WHERE external_id = $1;

-- name: register_named_document
-- Register a document with an external id ($7) unless there is one. It is not processed yet.
INSERT INTO documents (id, filename, file_size, content_sha256, status, uploaded_at, media_type,
                       external_id)
VALUES ($1, $2, $3, $4, 'pending', $5, $6, $7)
ON CONFLICT (workspace_id, external_id) DO NOTHING RETURNING id;

-- name: change_unread_document
-- Set the upload that a document is to be made of, which was never processed.
UPDATE documents
SET filename = $2, file_size = $3, content_sha256 = $4, uploaded_at = $5, media_type = $6
WHERE id = $1 AND status <> 'processed' AND workspace_id = current_workspace();

-- name: job_of
-- The job of a document: what was uploaded for it, and whether somebody works on it.
SELECT content_sha256, version, error_message, error_code,
       state = 'processing' AND lease_expires_at > clock_timestamp() AS is_held
FROM document_jobs WHERE document_id = $1 AND workspace_id = current_workspace();

-- name: drop_job
-- Delete the job of a document. Whoever works on it has lost its lease.
DELETE FROM document_jobs WHERE document_id = $1 AND workspace_id = current_workspace();

-- name: drop_original
-- Delete the uploaded bytes of a version.
DELETE FROM document_originals WHERE document_id = $1 AND version = $2
  AND workspace_id = current_workspace();

-- name: archive_version
-- Store the current version of a document as an earlier one.
INSERT INTO document_versions (document_id, version, workspace_id, filename, file_size,
                               content_sha256, uploaded_at, total_chunks, processing_seconds,
                               content, language, notes, metadata, media_type, title, pages,
                               chunk_starts, chunk_ends, chunk_tokens)
SELECT id, version, workspace_id, filename, file_size, content_sha256, uploaded_at, total_chunks,
       processing_seconds, content, language, notes, metadata, media_type, title, pages,
       ARRAY(SELECT char_start FROM document_chunks WHERE document_id = $1
             AND workspace_id = current_workspace() ORDER BY chunk_index),
       ARRAY(SELECT char_end FROM document_chunks WHERE document_id = $1
             AND workspace_id = current_workspace() ORDER BY chunk_index),
       ARRAY(SELECT token_count FROM document_chunks WHERE document_id = $1
             AND workspace_id = current_workspace() ORDER BY chunk_index)
FROM documents WHERE id = $1 AND status = 'processed' AND workspace_id = current_workspace();

-- name: remove_chunks
-- Delete the chunks of a document and their embeddings.
DELETE FROM document_chunks WHERE document_id = $1 AND workspace_id = current_workspace();

-- name: become_version
-- Set what a new version of a document ($1) was uploaded as.
UPDATE documents
SET version = $2, filename = $3, content_sha256 = $4, media_type = $5
WHERE id = $1 AND workspace_id = current_workspace();

-- name: forget_versions
-- Delete the versions of a document up to $2, with their parts and their uploaded bytes.
WITH version AS (
    DELETE FROM document_versions WHERE document_id = $1 AND version <= $2
      AND workspace_id = current_workspace()
), part AS (
    DELETE FROM document_parts WHERE document_id = $1 AND version <= $2
      AND workspace_id = current_workspace()
)
DELETE FROM document_originals WHERE document_id = $1 AND version <= $2
  AND workspace_id = current_workspace();

-- name: rename_document
-- Give a document another external id ($2).
UPDATE documents SET external_id = $2 WHERE external_id = $1
  AND workspace_id = current_workspace() RETURNING id;

-- name: rename_file
-- Set the first name of a document, which is then no further one.
WITH other AS (DELETE FROM other_names WHERE document_id = $1 AND name = $2
               AND workspace_id = current_workspace())
UPDATE documents SET filename = $2 WHERE id = $1 AND workspace_id = current_workspace();

-- name: document_version
-- A version of a document, the current one or an earlier one.
SELECT document.id, earlier.filename, earlier.file_size, earlier.content_sha256,
       'processed' AS status, earlier.uploaded_at, earlier.total_chunks,
       earlier.processing_seconds, NULL AS error_message, NULL AS error_code, earlier.language,
       earlier.notes, earlier.metadata, earlier.media_type, earlier.title, earlier.pages,
       earlier.version, document.external_id, '{}'::text[] AS other_names,
       labels_of(document.id) AS labels, document.limited_to
FROM document_versions AS earlier JOIN documents AS document ON document.id = earlier.document_id
WHERE document.workspace_id = current_workspace() AND earlier.document_id = $1
  AND earlier.version = $2
UNION ALL
SELECT id, filename, file_size, content_sha256, status, uploaded_at, total_chunks,
       processing_seconds, error_message, error_code, language, notes, metadata, media_type,
       title, pages, version, external_id, other_names_of(id), labels_of(id), limited_to
FROM documents_as_read WHERE id = $1 AND version = $2;

-- name: earlier_versions
-- The $3 versions of a document before $2, the newest first; a row of nulls if there is none.
SELECT document.id, earlier.filename, earlier.file_size, earlier.content_sha256,
       'processed' AS status, earlier.uploaded_at, earlier.total_chunks,
       earlier.processing_seconds, NULL AS error_message, NULL AS error_code, earlier.language,
       earlier.notes, earlier.metadata, earlier.media_type, earlier.title, earlier.pages,
       earlier.version, document.external_id, '{}'::text[] AS other_names,
       labels_of(document.id) AS labels, document.limited_to
FROM documents AS document
LEFT JOIN document_versions AS earlier
    ON earlier.document_id = document.id AND earlier.version < $2
WHERE document.id = $1 AND document.workspace_id = current_workspace()
ORDER BY earlier.version DESC LIMIT $3;

-- name: version_chunks
-- $4 chunks of an earlier version ($2) of a document after index $3, in reading order; one row of
-- nulls if there is none, and no row if there is no such version. The text is cut twice: its first cut
-- unpacks it, which takes up to a third of a second, and the others read the chunks out of this cut.
WITH version AS (
    SELECT content, chunk_starts, chunk_ends, chunk_tokens FROM document_versions
    WHERE document_id = $1 AND version = $2 AND workspace_id = current_workspace()
), chunk AS MATERIALIZED (
    SELECT chunk.* FROM version, unnest(chunk_starts, chunk_ends, chunk_tokens) WITH ORDINALITY
                                 AS chunk (char_start, char_end, token_count, number)
    WHERE number - 1 > $3 ORDER BY number LIMIT $4
), page AS MATERIALIZED (
    SELECT own.first, substr(content, own.first + 1, own.last - own.first) AS content
    FROM version, (SELECT min(char_start) AS first, max(char_end) AS last FROM chunk) AS own
)
SELECT chunk.number - 1 AS chunk_index, chunk.char_start, chunk.char_end, chunk.token_count,
       substr(page.content, chunk.char_start - page.first + 1,
              chunk.char_end - chunk.char_start) AS content
FROM page LEFT JOIN chunk ON true
ORDER BY chunk.number;

-- name: earlier_text
-- $4 characters of an earlier version ($2) of a document from $3 on; no row if there is no such version.
SELECT substr(content, $3::integer + 1, $4::integer) FROM document_versions
WHERE document_id = $1 AND version = $2 AND workspace_id = current_workspace();
