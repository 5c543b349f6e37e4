-- Which person did what: two people may have one name. Who fails to sign in has no role.

ALTER TABLE audit_log ADD COLUMN member_id uuid, ALTER COLUMN role DROP NOT NULL;
