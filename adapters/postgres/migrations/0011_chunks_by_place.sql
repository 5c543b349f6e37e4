-- The chunks of a document by their place in its text, so that a span is read from the few chunks
-- that hold it. Reading it from the text takes longer the further behind it lies: PostgreSQL counts
-- the characters before it, compressed or not.
CREATE INDEX document_chunks_by_place ON document_chunks (document_id, char_start);
