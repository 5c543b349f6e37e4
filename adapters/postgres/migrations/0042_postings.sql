-- The conditions stand around the union, not in its parts: PostgreSQL looks up a lexeme by the index
-- only in parts without conditions, and read every posting of the workspace for each search.
CREATE OR REPLACE VIEW postings WITH (security_invoker = true) AS
SELECT lexeme_id, first_chunk, chunks, frequencies, lengths
FROM (SELECT workspace_id, lexeme_id, first_chunk, chunks, frequencies, lengths FROM posting_blocks
      UNION ALL
      SELECT workspace_id, lexeme_id, first_chunk, chunks, frequencies, lengths FROM word_changes)
     AS held
WHERE workspace_id = current_workspace();
