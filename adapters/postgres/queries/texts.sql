-- Queries on the texts of documents.

-- name: document_text
-- A document's whole text; empty unless it is processed.
SELECT coalesce(content, '') AS content FROM documents WHERE id = $1
  AND workspace_id = current_workspace();

-- name: span_chunks
-- The chunks that hold spans of documents, by the span's number from 1 and in reading order. The
-- first chunk of a span is the last one that begins at its start or before it. A span has no row if
-- its document is missing or has another version, and one row without a chunk if it has none.
SELECT span.number, chunk.char_start, chunk.content
FROM unnest($1::uuid[], $2::integer[], $3::integer[], $4::integer[])
         WITH ORDINALITY AS span (document_id, char_start, char_end, version, number)
JOIN documents AS document ON document.id = span.document_id
     AND document.version = coalesce(span.version, document.version)
     AND document.workspace_id = current_workspace()
LEFT JOIN document_chunks AS chunk
    ON chunk.document_id = document.id AND chunk.char_start < span.char_end
   AND chunk.char_start >= (
           SELECT max(first.char_start) FROM document_chunks AS first
           WHERE first.document_id = document.id AND first.char_start <= span.char_start)
ORDER BY span.number, chunk.char_start;

-- name: current_text
-- $4 characters of a document from $3 on, if it has this version ($2) or none is wanted; no row if it has
-- another one.
SELECT substr(coalesce(content, ''), $3::integer + 1, $4::integer) FROM documents
WHERE id = $1 AND version = coalesce($2, version) AND workspace_id = current_workspace();

-- name: main_language
-- The language of the most chunks; no row if no document has one.
SELECT language FROM documents WHERE status = 'processed' AND language IS NOT NULL
  AND workspace_id = current_workspace()
GROUP BY language ORDER BY sum(total_chunks) DESC, language LIMIT 1;

-- name: store_part
-- Store a part of a version of a document.
INSERT INTO document_parts (document_id, version, part_index, kind, number, name, char_start,
                            char_end, run_starts, run_lengths, run_sources)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11);

-- name: overlapping_parts
-- The parts of a version ($4) of a document, by default of the current one, that have characters
-- from $2 to $3, in reading order.
SELECT kind, number, name, char_start, run_starts, run_lengths, run_sources
FROM document_parts
WHERE document_id = $1 AND workspace_id = current_workspace()
  AND char_start < $3 AND char_end > $2
  AND char_start < char_end
  AND version = coalesce($4, (SELECT version FROM documents WHERE id = $1
    AND workspace_id = current_workspace()))
ORDER BY part_index;
