-- Queries on embedding models, and on the vectors of another model beside those that are searched.

-- name: live_model
-- The model of the vectors that are searched, with the calibration fitted to it.
SELECT live.name, live.dimension, coalesce(live.location, live.name) AS location, constants
FROM embedding_model AS live LEFT JOIN model_calibrations ON model = live.name;

-- name: locate_model
-- Store where the library's model was loaded from, if that is unknown or it has no vectors.
UPDATE embedding_model SET location = $2
WHERE name = $1 AND (location IS NULL OR location = name
                     OR NOT EXISTS (SELECT FROM chunk_embeddings));

-- name: model_beside
-- The model of the vectors that stand beside. A restored database may name one without its vectors.
SELECT name, dimension, location, was_live, is_announced, constants
FROM embeddings_beside LEFT JOIN model_calibrations ON model = name
WHERE to_regclass('chunk_embeddings_beside') IS NOT NULL;

-- name: store_calibration
-- Store the calibration of a model in place of an earlier one.
INSERT INTO model_calibrations (model, constants) VALUES ($1, $2)
ON CONFLICT (model) DO UPDATE SET constants = excluded.constants, fitted_at = now();

-- name: hold_vectors
-- Keep the vectors that are searched in their place until this transaction ends. A snapshot that is
-- taken afterwards names their model.
LOCK TABLE chunk_embeddings IN ACCESS SHARE MODE;

-- name: live_model_name
-- The name of the model of the vectors that are searched.
SELECT name FROM embedding_model;

-- name: write_vectors
-- Announce until this transaction ends that it writes vectors: none take their place meanwhile.
SELECT pg_advisory_xact_lock_shared(hashtextextended('vectors', 24));

-- name: hold_writers
-- Wait until no transaction writes vectors. From then on none does, until this session ends or
-- releases them.
SELECT pg_advisory_lock(hashtextextended('vectors', 24));

-- name: release_writers
-- Let transactions write vectors again.
SELECT pg_advisory_unlock(hashtextextended('vectors', 24));

-- name: take_build
-- Whether this session alone works on the vectors beside. It does until it ends or releases them.
SELECT pg_try_advisory_lock(hashtextextended('build', 24));

-- name: release_build
-- Let other sessions work on the vectors beside.
SELECT pg_advisory_unlock(hashtextextended('build', 24));

-- name: begin_beside
-- Name the model of the vectors beside.
INSERT INTO embeddings_beside (name, dimension, location) VALUES ($1, $2, $3);

-- name: announce_beside
-- Say that the library is about to be searched with the vectors beside.
UPDATE embeddings_beside SET is_announced = true;

-- name: forget_beside
-- Name no model of vectors beside.
DELETE FROM embeddings_beside;

-- name: count_chunks
-- The number of chunks in the library.
SELECT count(*) FROM document_chunks;

-- name: count_chunks_beside
-- The number of chunks that have vectors beside; each has a first window.
SELECT count(*) FROM chunk_embeddings_beside WHERE window_index = 0;

-- name: missing_beside
-- The first $3 chunks behind a position ($1, $2) without vectors beside. The transaction that wrote
-- a chunk (xmin) tells it from another one in the same place.
SELECT document_id, chunk_index, content, char_start, char_end, token_count,
       headings, heading_levels, header, header_start, marks, xmin::text AS revision
FROM document_chunks AS chunk
WHERE (document_id, chunk_index) > ($1, $2) AND NOT EXISTS (
    SELECT FROM chunk_embeddings_beside AS beside
    WHERE beside.document_id = chunk.document_id AND beside.chunk_index = chunk.chunk_index)
ORDER BY document_id, chunk_index LIMIT $3;

-- name: any_missing_beside
-- Whether a chunk has no vectors beside.
SELECT EXISTS (
    SELECT FROM document_chunks AS chunk WHERE NOT EXISTS (
        SELECT FROM chunk_embeddings_beside AS beside
        WHERE beside.document_id = chunk.document_id AND beside.chunk_index = chunk.chunk_index));

-- name: chunks_as_read
-- Those of the given chunks ($1, $2) that are as they were read ($3). They stay until the
-- transaction ends.
SELECT document_id, chunk_index, workspace_id
FROM document_chunks AS chunk
JOIN unnest($1::uuid[], $2::int[], $3::text[]) AS given (document_id, chunk_index, revision)
     USING (document_id, chunk_index)
WHERE chunk.xmin::text = given.revision
FOR KEY SHARE OF chunk;

-- name: store_beside
-- Store a vector beside.
INSERT INTO chunk_embeddings_beside (document_id, chunk_index, window_index, workspace_id, embedding)
VALUES ($1, $2, $3, $4, $5);

-- name: exchange_models
-- Exchange the names of the model that is searched and the one beside.
WITH former AS (
    SELECT name, dimension, coalesce(location, name) AS location FROM embedding_model
), beside AS (
    UPDATE embeddings_beside SET name = former.name, dimension = former.dimension,
           location = former.location, was_live = true, is_announced = false
    FROM former
)
UPDATE embedding_model SET name = next.name, dimension = next.dimension, location = next.location
FROM (SELECT name, dimension, location FROM embeddings_beside) AS next;
