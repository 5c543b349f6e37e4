-- Queries that read everything, for files that other programs read.

-- name: documents_to_export
-- All documents with their texts.
SELECT document.*, other_names_of(document.id) AS other_names,
       labels_of(document.id) AS labels
FROM documents_as_read AS document ORDER BY document.id;

-- name: chunks_to_export
-- The chunks of all documents in reading order.
SELECT * FROM document_chunks WHERE workspace_id = current_workspace()
ORDER BY document_id, chunk_index;

-- name: messages_to_export
-- All messages with their sessions, each conversation in its order.
SELECT chat.title, chat.created_at AS session_created_at, chat.updated_at, message.*
FROM chat_sessions AS chat JOIN chat_messages_as_read AS message ON message.session_id = chat.id
WHERE chat.workspace_id = current_workspace()
ORDER BY chat.id, message.position;
