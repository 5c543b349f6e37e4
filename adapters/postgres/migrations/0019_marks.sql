-- Where in each chunk pages, slides, sheets, rows, parts of a mail and sections begin, and those that
-- it begins in: [[start in the document, kind, number, name], ...]. Chunks that are there already
-- have none until their document is uploaded again.

ALTER TABLE document_chunks ADD COLUMN marks json NOT NULL DEFAULT '[]';
