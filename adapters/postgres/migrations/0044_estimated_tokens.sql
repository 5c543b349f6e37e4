-- Of calls that are uncounted: about how many tokens they took, so that quotas hold for them.
ALTER TABLE model_usage ADD COLUMN estimated_tokens bigint NOT NULL DEFAULT 0;
