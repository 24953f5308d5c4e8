-- The public half of a key pair with which an agent signs requests; its secret is derived, not stored.
ALTER TABLE agents ADD COLUMN access_key_id TEXT;

CREATE UNIQUE INDEX agents_access_key ON agents (access_key_id) WHERE access_key_id IS NOT NULL;
