-- A synced file without any text is no failure. What failed before is tried once more, which tells
-- the files without text from the others.
ALTER TABLE sync_items ADD COLUMN no_text boolean NOT NULL DEFAULT false;
UPDATE sync_items SET token = NULL, sha256 = NULL, error = NULL WHERE error IS NOT NULL;
