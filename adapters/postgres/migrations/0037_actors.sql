-- Which person did what: two people may have one name.

ALTER TABLE audit_log ADD COLUMN member_id uuid;
