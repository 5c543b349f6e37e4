-- Sources, citations and traces hold their place as one value, traces their scores as another, and
-- the reason why a passage was dropped is an identifier.

CREATE FUNCTION migration_0008_with_place(item jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
    SELECT (item - ARRAY['document_id', 'filename', 'char_start', 'char_end', 'page'])
        || jsonb_build_object('place', jsonb_build_object(
            'document_id', item -> 'document_id',
            'filename', item -> 'filename',
            'char_start', item -> 'char_start',
            'char_end', item -> 'char_end',
            'page', item -> 'page'))
$$;

CREATE FUNCTION migration_0008_traced(item jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
    SELECT jsonb_build_object(
        'place', migration_0008_with_place(item) -> 'place',
        'chunk_index', item -> 'chunk_index',
        'scores', jsonb_build_object(
            'similarity', item -> 'similarity',
            'bm25', item -> 'bm25',
            'fused', item -> 'score',
            'vector_rank', item -> 'vector_rank',
            'text_rank', item -> 'text_rank',
            'fused_rank', item -> 'fused_rank',
            'reranker_rank', item -> 'reranker_rank',
            'reranker_score', item -> 'reranker_score'),
        'rank', item -> 'place',
        'source', item -> 'source',
        'dropped', CASE item ->> 'dropped'
            WHEN 'below the least score' THEN 'below_min_score'
            WHEN 'beyond the number of sources' THEN 'beyond_limit'
            WHEN 'no room in the context' THEN 'no_room'
            WHEN 'the search was not sure enough' THEN 'low_confidence'
        END)
$$;

UPDATE chat_messages SET
    sources = (SELECT coalesce(jsonb_agg(migration_0008_with_place(item) ORDER BY number), '[]')
               FROM jsonb_array_elements(sources) WITH ORDINALITY AS each (item, number)),
    citations = (SELECT coalesce(jsonb_agg(migration_0008_with_place(item) ORDER BY number), '[]')
                 FROM jsonb_array_elements(citations) WITH ORDINALITY AS each (item, number)),
    considered = (SELECT coalesce(jsonb_agg(migration_0008_traced(item) ORDER BY number), '[]')
                  FROM jsonb_array_elements(considered) WITH ORDINALITY AS each (item, number))
WHERE sources <> '[]' OR citations <> '[]' OR considered <> '[]';

DROP FUNCTION migration_0008_traced(jsonb);
DROP FUNCTION migration_0008_with_place(jsonb);
