-- Changing the embedding model: the vectors of another model are built beside those that are
-- searched, in a table that is made for their length, and take their place in one step. The former
-- ones then stand beside, to go back to. The table chunk_embeddings is always the one searched.

-- Where the model was loaded from: a directory, or its name.
ALTER TABLE embedding_model ADD COLUMN location text;
UPDATE embedding_model SET location = name;

-- The model of the vectors in chunk_embeddings_beside, which exists while this has a row.
CREATE TABLE embeddings_beside (
    only_row     boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    name         text NOT NULL,
    dimension    integer NOT NULL,
    location     text NOT NULL,
    -- whether the library was searched with them before
    was_live     boolean NOT NULL DEFAULT false,
    -- whether the library is about to be searched with them
    is_announced boolean NOT NULL DEFAULT false
);

-- How to interpret the cosines of a model, fitted to questions of a user.
CREATE TABLE model_calibrations (
    model     text PRIMARY KEY,
    constants jsonb NOT NULL,
    fitted_at timestamptz NOT NULL DEFAULT now()
);
