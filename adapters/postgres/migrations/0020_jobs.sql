-- Durable work: what is to be made of uploads, and by whom. A document says what readers see.

-- One row at most for each document, until the version that it makes is searchable.
CREATE TABLE document_jobs (
    document_id      uuid PRIMARY KEY REFERENCES documents ON DELETE CASCADE,
    workspace_id     uuid NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000',
    version          integer NOT NULL DEFAULT 1 CHECK (version >= 1),  -- that it makes
    -- what was uploaded
    filename         text NOT NULL,
    file_size        bigint NOT NULL CHECK (file_size >= 0),
    content_sha256   text NOT NULL CHECK (content_sha256 ~ '^[0-9a-f]{64}$'),
    media_type       text NOT NULL,
    uploaded_at      timestamptz NOT NULL,
    -- what was said beside the file
    collections      text[] NOT NULL DEFAULT '{}',
    metadata         jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(metadata) = 'object'),
    state            text NOT NULL
                     CHECK (state IN ('pending', 'processing', 'failed', 'cancelled')),
    attempts         integer NOT NULL DEFAULT 0 CHECK (attempts >= 0),  -- counted when they begin
    run_at           timestamptz NOT NULL DEFAULT clock_timestamp(),
    -- The fencing token, until the time after which anyone may take over. Who was granted an earlier
    -- one can change nothing any more.
    lease            uuid,
    lease_expires_at timestamptz,
    -- how far the attempt is; the number counts the changes, and never goes back
    stage            text,
    done             integer NOT NULL DEFAULT 0,
    total            integer NOT NULL DEFAULT 0,
    seconds_left     double precision,
    progress_number  integer NOT NULL DEFAULT 0,
    -- why the last attempt ended without a result
    error_message    text,
    error_code       text,
    CHECK ((state = 'processing') = (lease IS NOT NULL)),
    CHECK ((lease IS NULL) = (lease_expires_at IS NULL)),
    CHECK ((error_message IS NULL) = (error_code IS NULL)),
    CHECK (state NOT IN ('failed', 'cancelled') OR error_code IS NOT NULL)
);
CREATE INDEX document_jobs_by_time ON document_jobs (run_at) WHERE state IN ('pending', 'processing');

INSERT INTO document_jobs (document_id, workspace_id, filename, file_size, content_sha256, media_type,
                           uploaded_at, state, attempts, lease, lease_expires_at,
                           error_message, error_code)
SELECT id, workspace_id, filename, file_size, content_sha256, media_type, uploaded_at,
       status, CASE status WHEN 'pending' THEN 0 ELSE 1 END,
       CASE status WHEN 'processing' THEN claim_id END, claim_expires_at, error_message, error_code
FROM documents WHERE status <> 'processed';

-- A document is processed, or its job says where it stands.
DROP VIEW documents_as_read;
ALTER TABLE documents
    DROP COLUMN claim_id, DROP COLUMN claim_expires_at,
    DROP COLUMN error_message, DROP COLUMN error_code;
ALTER TABLE documents DROP CONSTRAINT documents_status_check;
UPDATE documents SET status = 'pending' WHERE status <> 'processed';
ALTER TABLE documents ADD CONSTRAINT documents_status_check
    CHECK (status IN ('pending', 'processed'));

-- The lease under which the current version was made: who made it, and missed the answer of the
-- database, is told so.
ALTER TABLE documents ADD COLUMN made_under uuid;

ALTER TABLE documents ADD COLUMN version integer NOT NULL DEFAULT 1 CHECK (version >= 1);

-- The stable name under which content is replaced. Only documents without one are the same if their
-- bytes are.
ALTER TABLE documents ADD COLUMN external_id text;
ALTER TABLE documents ADD UNIQUE (workspace_id, external_id);
ALTER TABLE documents DROP CONSTRAINT documents_workspace_id_content_sha256_key;
CREATE UNIQUE INDEX documents_by_content ON documents (workspace_id, content_sha256)
    WHERE external_id IS NULL;

-- A document as it reads. A job whose worker is gone waits for the next one. A processed document
-- stays processed while another version is made of it, or could not be made.
CREATE VIEW documents_as_read AS
SELECT document.id, document.workspace_id, document.filename, document.file_size,
       document.content_sha256, document.uploaded_at, document.total_chunks,
       document.processing_seconds, document.content,
       CASE WHEN document.status = 'processed' THEN 'processed'
            WHEN job.lease_expires_at <= statement_timestamp() THEN 'pending'
            ELSE job.state END AS status,
       job.error_message, document.language, document.notes, job.error_code, document.metadata,
       document.media_type, document.title, document.pages, document.version, document.external_id
FROM documents AS document LEFT JOIN document_jobs AS job ON job.document_id = document.id;
