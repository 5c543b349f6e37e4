-- An answer that is being written is stored part by part, in rows that are never changed, so that
-- whichever server it is followed on reads what is new. Its end is stored in its message, which until
-- then is empty. ADR 0067 explains it.
CREATE TABLE answer_parts (
    answer_id    uuid NOT NULL,
    number       integer NOT NULL,
    workspace_id uuid NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000',
    written_at   timestamptz NOT NULL DEFAULT now(),
    last         boolean NOT NULL,
    content      text NOT NULL,
    stream       integer[] NOT NULL,
    citations    jsonb,  -- NULL, as below, where the part has nothing new
    sources      jsonb,
    considered   jsonb,
    outcome      jsonb,
    rests_on     uuid[] NOT NULL,  -- as its answer does with this part
    PRIMARY KEY (answer_id, number)
);

-- The groups of who asked; NULL if they read all.
ALTER TABLE chat_messages ADD COLUMN asker_groups text[];

-- As before, and an answer that is being written is for whoever may read whatever the asker may: it is
-- not known yet what it will rest on.
ALTER FUNCTION readable_rows(regclass) RENAME TO rows_of_readable_documents;
CREATE FUNCTION readable_rows(kept regclass) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    RETURN nullif(concat_ws(' AND ', rows_of_readable_documents(kept),
        CASE (SELECT relname FROM pg_class WHERE oid = kept) WHEN 'chat_messages' THEN
            '(lease_expires_at IS NULL OR lease_expires_at <= statement_timestamp()
              OR (SELECT limiting_groups()) IS NULL
              OR asker_groups <@ (SELECT limiting_groups()))' END), '');
END
$$;
SELECT keep_apart('answer_parts'), keep_apart('chat_messages');

-- No foreign key: that would lock the row of the message for each part. So a message that is deleted
-- takes its parts along.
CREATE FUNCTION forget_answer_parts() RETURNS trigger SECURITY DEFINER LANGUAGE plpgsql AS $$
BEGIN
    -- those too that whoever deletes the message may not read
    PERFORM set_config('quoth.every_workspace', 'on', true);
    DELETE FROM answer_parts
    WHERE answer_id IN (SELECT id FROM gone) AND workspace_id = current_workspace();
    RETURN NULL;
END
$$;
DO $$
BEGIN
    EXECUTE format('ALTER FUNCTION forget_answer_parts() SET search_path = %I, pg_temp',
                   current_schema());
END
$$;
REVOKE EXECUTE ON FUNCTION forget_answer_parts FROM PUBLIC;
CREATE TRIGGER forget_answer_parts AFTER DELETE ON chat_messages
    REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION forget_answer_parts();

-- Set by whoever wants an answer to stop, for its writer, who reads it when it renews the lease.
ALTER TABLE chat_messages ADD COLUMN stop_requested boolean NOT NULL DEFAULT false;

-- What an answer has of its parts so far; NULL where they have nothing.
CREATE FUNCTION written_so_far(answer uuid, OUT content text, OUT stream integer[],
                               OUT citations jsonb, OUT sources jsonb, OUT considered jsonb,
                               OUT outcome jsonb)
STABLE LANGUAGE sql AS $$
    SELECT string_agg(part.content, '' ORDER BY number),
           (SELECT array_agg(step ORDER BY number, place)
            FROM answer_parts AS each, unnest(each.stream) WITH ORDINALITY AS steps (step, place)
            WHERE answer_id = answer AND workspace_id = current_workspace()),
           (SELECT jsonb_agg(citation ORDER BY number, place)
            FROM answer_parts AS each,
                 jsonb_array_elements(each.citations) WITH ORDINALITY AS cited (citation, place)
            WHERE answer_id = answer AND workspace_id = current_workspace()),
           (array_agg(part.sources ORDER BY number DESC)
                FILTER (WHERE part.sources IS NOT NULL))[1],
           (array_agg(part.considered ORDER BY number DESC)
                FILTER (WHERE part.considered IS NOT NULL))[1],
           (array_agg(part.outcome ORDER BY number DESC)
                FILTER (WHERE part.outcome IS NOT NULL))[1]
    FROM answer_parts AS part
    WHERE answer_id = answer AND workspace_id = current_workspace()
$$;

-- The messages as they read: an answer that has not ended has its parts, and was interrupted if nobody
-- renews its lease.
CREATE OR REPLACE VIEW chat_messages_as_read WITH (security_invoker = true) AS
SELECT id, session_id, position, role, message.content || coalesce(written.content, '') AS content,
       created_at, coalesce(written.sources, message.sources) AS sources,
       coalesce(written.citations, message.citations) AS citations,
       prompt_tokens, completion_tokens,
       CASE WHEN lease_expires_at <= clock_timestamp() THEN 'interrupted'
            ELSE finish_reason END AS finish_reason,
       message.stream || coalesce(written.stream, '{}') AS stream,
       coalesce(written.outcome, message.outcome) AS outcome,
       coalesce(written.considered, message.considered) AS considered, within
FROM chat_messages AS message
LEFT JOIN LATERAL (
    -- no part is looked for of what has ended
    SELECT * FROM written_so_far(message.id) WHERE message.lease_expires_at IS NOT NULL
) AS written ON true
WHERE workspace_id = current_workspace();

-- Files that were put into a collection together through the OpenAI-compatible API, for a day.
CREATE TABLE file_batches (
    id            uuid PRIMARY KEY,
    workspace_id  uuid NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000',
    collection_id uuid NOT NULL REFERENCES collections ON DELETE CASCADE,
    documents     uuid[] NOT NULL,
    created_at    timestamptz NOT NULL
);
CREATE INDEX file_batches_by_collection ON file_batches (collection_id);
CREATE INDEX file_batches_by_age ON file_batches (workspace_id, created_at);
SELECT keep_apart('file_batches');
