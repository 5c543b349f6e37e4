-- Queries across workspaces, and on which of them a transaction acts in.

-- name: enter_workspace
-- Act in a workspace until this transaction ends.
SELECT set_config('quoth.workspace', $1, true);

-- name: workspaces_with_jobs
-- The workspaces that have a job of up to $1 bytes to be done, in the order of their turns.
SELECT workspaces_with_jobs($1);

-- name: raise_every_revision
-- Increment the revision of each workspace: what all of them are searched with has changed.
SELECT raise_every_revision();
