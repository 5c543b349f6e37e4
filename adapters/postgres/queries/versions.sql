-- Queries on the versions of documents.

-- name: chunks_of
-- The chunks of a document.
SELECT chunk_index, content, char_start, char_end, token_count,
       headings, heading_levels, header, header_start, marks
FROM document_chunks WHERE document_id = $1;

-- name: embeddings_of
-- The vectors of some chunks ($2) of a document, in the order of their windows.
SELECT chunk_index, embedding FROM chunk_embeddings
WHERE document_id = $1 AND chunk_index = ANY($2::integer[])
ORDER BY chunk_index, window_index;
