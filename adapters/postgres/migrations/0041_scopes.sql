-- What a question was asked of can name what somebody may not read: a limited collection, or what its
-- documents are called. ADR 0066 explains it.

-- Whether some groups may see what a question was asked of: they may read the documents, see a collection
-- of each name, and read the answer, which follows the question. It is not called for NULL, and so not for
-- who reads all. A collection that was renamed or deleted since is not seen: it may have been limited.
CREATE FUNCTION shows_scope(asked_in uuid, asked_at bigint, scope jsonb, groups text[]) RETURNS boolean
STABLE STRICT COST 1 LANGUAGE plpgsql AS $$
BEGIN
    RETURN may_read(ARRAY(SELECT (jsonb_path_query(scope, '$.document_ids[*] ? (@ != null)')
                                  #>> '{}')::uuid), groups)
       AND NOT EXISTS (
           SELECT FROM jsonb_path_query(scope, '$.collections[*] ? (@ != null)') AS named (name)
           WHERE NOT EXISTS (SELECT FROM collections
                             WHERE collections.name = named.name #>> '{}'
                               AND workspace_id = current_workspace()))
       -- an answer that may not be read has no row: then there is the next question, or nothing
       AND (SELECT role = 'assistant' FROM chat_messages
            WHERE session_id = asked_in AND position > asked_at AND workspace_id = current_workspace()
            ORDER BY position LIMIT 1) IS TRUE;
END
$$;

-- As before, and without what a question was asked of where that may not be seen.
CREATE OR REPLACE VIEW chat_messages_as_read WITH (security_invoker = true) AS
SELECT id, session_id, position, role, message.content || coalesce(written.content, '') AS content,
       created_at, coalesce(written.sources, message.sources) AS sources,
       coalesce(written.citations, message.citations) AS citations,
       prompt_tokens, completion_tokens,
       CASE WHEN lease_expires_at <= clock_timestamp() THEN 'interrupted'
            ELSE finish_reason END AS finish_reason,
       message.stream || coalesce(written.stream, '{}') AS stream,
       coalesce(written.outcome, message.outcome) AS outcome,
       coalesce(written.considered, message.considered) AS considered,
       CASE WHEN shows_scope(session_id, position, within, (SELECT reading_groups())) IS NOT FALSE
            THEN within END AS within
FROM chat_messages AS message
LEFT JOIN LATERAL (
    -- no part is looked for of what has ended
    SELECT * FROM written_so_far(message.id) WHERE message.lease_expires_at IS NOT NULL
) AS written ON true
WHERE workspace_id = current_workspace();
