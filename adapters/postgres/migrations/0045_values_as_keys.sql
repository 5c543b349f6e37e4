-- Filters give the values that they ask for as keys of objects. To look through lists of them took the
-- product of both lengths for each document.
CREATE OR REPLACE FUNCTION documents_matching(
    ids uuid[], filename_pattern text, uploaded_since timestamptz, collection_names text[],
    values_by_name jsonb
) RETURNS TABLE (id uuid, total_chunks integer, status text) STABLE LANGUAGE sql AS $$
    SELECT document.id, document.total_chunks, document.status FROM documents AS document
    WHERE document.workspace_id = current_workspace()
      AND (ids IS NULL OR document.id = ANY(ids))
      AND (filename_pattern IS NULL
           OR document.id IN (SELECT named FROM documents_named(filename_pattern) AS named))
      AND (documents_matching.uploaded_since IS NULL
           OR document.uploaded_at >= documents_matching.uploaded_since)
      AND (collection_names IS NULL OR document.id IN (
           SELECT link.document_id FROM collections AS held
           JOIN document_collections AS link ON link.collection_id = held.id
           WHERE held.name = ANY(collection_names) AND held.workspace_id = current_workspace()
             AND link.workspace_id = current_workspace()))
      AND (values_by_name IS NULL OR NOT EXISTS (
           SELECT FROM (SELECT document.metadata || document.given_metadata OFFSET 0) AS held (said),
                       jsonb_each(values_by_name) AS asked (name, wanted),
                       LATERAL (SELECT held.said -> asked.name) AS said (value)
           WHERE (asked.wanted ?| ARRAY(SELECT jsonb_array_elements_text(
                  CASE jsonb_typeof(said.value) WHEN 'array' THEN said.value
                  ELSE jsonb_build_array(said.value) END))) IS NOT TRUE))
$$;
