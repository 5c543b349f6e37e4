-- Looks at twice as many neighbours when a row joins the index: more of the nearest are found, in
-- the same time. Rows that are there keep theirs until REINDEX INDEX chunk_embeddings_nearest.

ALTER INDEX chunk_embeddings_nearest SET (ef_construction = 128);
