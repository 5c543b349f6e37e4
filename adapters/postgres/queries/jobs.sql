-- Queries on the jobs that make documents searchable.

-- name: add_job
-- Register the job of a new document, pending or leased ($9).
INSERT INTO document_jobs (document_id, filename, file_size, content_sha256, uploaded_at, media_type,
                           metadata, version, stage, state, attempts, lease, lease_expires_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, CASE WHEN $9 THEN 'reading' END,
        CASE WHEN $9 THEN 'processing' ELSE 'pending' END, $9::boolean::integer,
        CASE WHEN $9 THEN gen_random_uuid() END,
        CASE WHEN $9 THEN clock_timestamp() + interval '30 seconds' END)
RETURNING lease, attempts;

-- name: take_job
-- Lease the job of a document ($1) unless a valid lease is on it. Its attempts are counted from the
-- start, or go on ($5) for a caller that waited.
UPDATE document_jobs
SET state = 'processing', attempts = CASE WHEN $5 THEN attempts + 1 ELSE 1 END,
    lease = gen_random_uuid(), lease_expires_at = clock_timestamp() + interval '30 seconds',
    uploaded_at = $2, media_type = $3, metadata = metadata || $4::jsonb,
    error_message = NULL, error_code = NULL,
    stage = 'reading', done = 0, total = 0, seconds_left = NULL,
    progress_number = progress_number + 1
WHERE document_id = $1 AND (state <> 'processing' OR lease_expires_at <= clock_timestamp())
  AND workspace_id = current_workspace()
RETURNING lease, attempts;

-- name: queue_job
-- Let workers begin the job of a document ($1) that failed or was cancelled, with its attempts
-- counted from the start.
UPDATE document_jobs
SET state = 'pending', attempts = 0, run_at = clock_timestamp(),
    uploaded_at = $2, media_type = $3, metadata = metadata || $4::jsonb,
    error_message = NULL, error_code = NULL, progress_number = progress_number + 1
WHERE document_id = $1 AND state IN ('failed', 'cancelled')
  AND workspace_id = current_workspace()
RETURNING document_id;

-- name: take_next_job
-- Lease the job that has waited longest, of those of up to $1 bytes. It is one that is due, or whose
-- worker is gone.
UPDATE document_jobs AS job
SET state = 'processing', attempts = attempts + 1, lease = gen_random_uuid(),
    lease_expires_at = clock_timestamp() + interval '30 seconds',
    error_message = NULL, error_code = NULL,
    stage = 'reading', done = 0, total = 0, seconds_left = NULL,
    progress_number = progress_number + 1
FROM documents AS document
WHERE document.id = job.document_id AND job.workspace_id = current_workspace()
  AND job.document_id = (
    SELECT document_id FROM document_jobs
    WHERE (state = 'pending' AND run_at <= clock_timestamp()
           OR state = 'processing' AND lease_expires_at <= clock_timestamp())
      AND attempts < $2 AND file_size <= coalesce($1, file_size)
      AND workspace_id = current_workspace()
    ORDER BY run_at, document_id LIMIT 1 FOR UPDATE SKIP LOCKED)
RETURNING document.id, job.filename, job.file_size, job.content_sha256, 'processing' AS status,
          job.uploaded_at, document.total_chunks, document.processing_seconds,
          NULL AS error_message, NULL AS error_code, document.language, document.notes,
          document.metadata, job.media_type, document.title, document.pages, job.version,
          document.external_id, other_names_of(document.id) AS other_names, labels_of(document.id) AS labels,
          document.limited_to, job.lease, job.attempts, job.metadata AS given;

-- name: give_up_jobs
-- Mark jobs as failed whose last of $2 attempts was cut off: of one document ($1), or of all.
UPDATE document_jobs AS job
SET state = 'failed', lease = NULL, lease_expires_at = NULL, error_message = $3, error_code = $4,
    progress_number = progress_number + 1
FROM documents AS document
WHERE document.id = job.document_id AND state = 'processing'
  AND lease_expires_at <= clock_timestamp() AND attempts >= $2
  AND document_id = coalesce($1, document_id) AND job.workspace_id = current_workspace()
RETURNING document_id, job.filename, document.external_id, job.version, error_code, error_message;

-- name: renew_claim
-- Extend a lease to 30 seconds from now, if it is still the one on the job.
UPDATE document_jobs SET lease_expires_at = clock_timestamp() + interval '30 seconds'
WHERE document_id = $1 AND lease = $2 AND workspace_id = current_workspace()
RETURNING document_id;

-- name: renew_claim_with_progress
-- Extend a lease as `renew_claim` does, and store how far the attempt is.
UPDATE document_jobs
SET lease_expires_at = clock_timestamp() + interval '30 seconds',
    stage = $3, done = $4, total = $5, seconds_left = $6, progress_number = progress_number + 1
WHERE document_id = $1 AND lease = $2 AND workspace_id = current_workspace()
RETURNING document_id;

-- name: end_claim
-- End a lease without a document: with a failure, or with another attempt in $5 seconds.
UPDATE document_jobs
SET state = CASE WHEN $5::double precision IS NULL OR attempts >= $6 THEN 'failed' ELSE 'pending' END,
    run_at = clock_timestamp() + make_interval(secs => coalesce($5, 0)),
    lease = NULL, lease_expires_at = NULL, error_message = $3, error_code = $4,
    progress_number = progress_number + 1
WHERE document_id = $1 AND lease = $2 AND workspace_id = current_workspace()
RETURNING state;

-- name: release_claim
-- End a lease as if the attempt had not begun.
UPDATE document_jobs
SET state = 'pending', attempts = attempts - 1, run_at = clock_timestamp(),
    lease = NULL, lease_expires_at = NULL, progress_number = progress_number + 1
WHERE document_id = $1 AND lease = $2 AND workspace_id = current_workspace()
RETURNING document_id;

-- name: finish_job
-- Delete a job under its lease: its version is searchable.
DELETE FROM document_jobs WHERE document_id = $1 AND lease = $2
  AND workspace_id = current_workspace()
RETURNING document_id;

-- name: jobs_of
-- The jobs of documents ($1). One whose lease has expired is pending.
SELECT document_id, version, filename, file_size, attempts, run_at, uploaded_at, stage, done, total,
       seconds_left, progress_number, error_message, error_code,
       CASE WHEN lease_expires_at <= statement_timestamp() THEN 'pending' ELSE state END AS state
FROM document_jobs WHERE document_id = ANY($1) AND workspace_id = current_workspace();

-- name: jobs
-- $3 jobs after that of a document ($1), of one state ($2) if it is given, as `jobs_of` shows them.
SELECT * FROM (
    SELECT document_id, version, filename, file_size, attempts, run_at, uploaded_at, stage, done,
           total, seconds_left, progress_number, error_message, error_code,
           CASE WHEN lease_expires_at <= statement_timestamp() THEN 'pending' ELSE state END AS state
    FROM document_jobs
    WHERE ($1::uuid IS NULL OR document_id > $1) AND workspace_id = current_workspace()) AS job
WHERE $2::text IS NULL OR state = $2
ORDER BY document_id LIMIT $3;

-- name: retry_job
-- Make a job due that is not being processed, with its attempts counted from the start.
UPDATE document_jobs
SET state = 'pending', attempts = 0, run_at = clock_timestamp(), lease = NULL,
    lease_expires_at = NULL, error_message = NULL, error_code = NULL,
    progress_number = progress_number + 1
WHERE document_id = $1 AND (state <> 'processing' OR lease_expires_at <= clock_timestamp())
  AND workspace_id = current_workspace()
RETURNING document_id;

-- name: cancel_job
-- Cancel a job that waits or is being processed.
UPDATE document_jobs
SET state = 'cancelled', lease = NULL, lease_expires_at = NULL, error_message = $2, error_code = $3,
    progress_number = progress_number + 1
WHERE document_id = $1 AND state IN ('pending', 'processing')
  AND workspace_id = current_workspace()
RETURNING document_id;
