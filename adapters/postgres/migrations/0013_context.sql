-- What stands above each chunk: its headings, outermost first, and the header of the table that it
-- continues. Chunks that are there already have neither until their document is uploaded again.

ALTER TABLE document_chunks
    ADD COLUMN headings       text[] NOT NULL DEFAULT '{}',
    ADD COLUMN heading_levels smallint[] NOT NULL DEFAULT '{}',
    ADD COLUMN header         text,
    ADD COLUMN header_start   integer,  -- its place in the document, like char_start
    ADD CHECK (cardinality(headings) = cardinality(heading_levels)),
    ADD CHECK ((header IS NULL) = (header_start IS NULL));
