-- Of calls that are uncounted: how many tokens they took at the most, so that quotas hold for them.
ALTER TABLE model_usage ADD COLUMN estimated_tokens bigint NOT NULL DEFAULT 0;
