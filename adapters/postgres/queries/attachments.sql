-- Queries on attachments: which mail brought which document, under which name.

-- name: attach
-- Remember that a version ($4) of a mail ($2) brought a document ($1) under a name ($3). Returns whether
-- none of its versions did.
INSERT INTO attachments (document_id, mail_id, name, version) VALUES ($1, $2, $3, $4)
ON CONFLICT (mail_id, document_id, name)
DO UPDATE SET version = greatest(attachments.version, excluded.version)
WHERE attachments.workspace_id = current_workspace()
RETURNING xmax = 0;

-- name: may_bring
-- Whether all who may read a mail ($1) may read a document ($2), or the mail has brought it before.
SELECT EXISTS (SELECT FROM attachments WHERE mail_id = $1 AND document_id = $2
               AND workspace_id = current_workspace())
    OR NOT EXISTS (
        SELECT FROM document_limits AS held
        WHERE document_id = $2 AND workspace_id = current_workspace() AND NOT EXISTS (
            SELECT FROM document_limits AS own
            WHERE own.document_id = $1 AND own.groups <@ held.groups
              AND own.workspace_id = current_workspace()));

-- name: name_uploaded
-- Forget that mails brought a document under a name: it was uploaded under it, or the name is gone.
DELETE FROM attachments WHERE document_id = $1 AND name = $2 AND workspace_id = current_workspace();

-- name: lock_attachments
-- Lock the documents that versions of mails ($1) before others ($2) brought.
SELECT id FROM documents WHERE id IN (
    SELECT link.document_id FROM attachments AS link
    JOIN unnest($1::uuid[], $2::integer[]) AS mail (id, before)
        ON mail.id = link.mail_id AND link.version < mail.before
    WHERE link.workspace_id = current_workspace())
  AND workspace_id = current_workspace()
ORDER BY id FOR UPDATE;

-- name: only_attached
-- The documents that no mail but these ($1), in versions before others ($2), brought under some names:
-- those names, and all names.
WITH going AS MATERIALIZED (
    SELECT link.document_id, link.name, link.mail_id FROM attachments AS link
    JOIN unnest($1::uuid[], $2::integer[]) AS mail (id, before)
        ON mail.id = link.mail_id AND link.version < mail.before
    WHERE link.workspace_id = current_workspace()
), brought AS (
    SELECT document_id, array_agg(DISTINCT name) AS names FROM going
    WHERE document_id <> ALL($1) AND NOT EXISTS (
        SELECT FROM attachments AS other
        WHERE (other.document_id, other.name) = (going.document_id, going.name)
          AND other.workspace_id = current_workspace()
          AND NOT EXISTS (SELECT FROM going AS same
                          WHERE (same.document_id, same.name, same.mail_id)
                              = (other.document_id, other.name, other.mail_id)))
    GROUP BY document_id
)
SELECT id, filename, brought.names AS brought, filename || other_names_of(id) AS names
FROM brought JOIN documents ON id = document_id
WHERE workspace_id = current_workspace() ORDER BY id;

-- name: forget_attachments
-- Forget what the versions of a mail before $2 brought.
DELETE FROM attachments WHERE mail_id = $1 AND version < $2 AND workspace_id = current_workspace();
