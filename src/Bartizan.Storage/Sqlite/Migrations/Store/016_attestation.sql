-- What the evidence of a run said (a JSON array), and when it was last checked.
ALTER TABLE agent_instances ADD COLUMN selectors TEXT NOT NULL DEFAULT '[]';
ALTER TABLE agent_instances ADD COLUMN attested INTEGER NOT NULL DEFAULT 0;

-- Every issuance to a run looks for the run of its key, and forgets those long over.
CREATE INDEX agent_instances_key ON agent_instances (agent, thumbprint);
CREATE INDEX agent_instances_ends ON agent_instances (ends);

-- Evidence that was shown: until it expires only the key that showed it may show it again. digest: SHA-256; never the evidence.
CREATE TABLE shown_evidence (
    digest     BLOB PRIMARY KEY,
    thumbprint TEXT NOT NULL,
    expires    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX shown_evidence_expires ON shown_evidence (expires);

-- Secrets that let one run begin, once. hash: SHA-256; never the secret.
CREATE TABLE join_tokens (
    hash    BLOB PRIMARY KEY,
    id      TEXT NOT NULL,
    agent   TEXT NOT NULL REFERENCES agents (id),
    by_whom TEXT NOT NULL,
    created INTEGER NOT NULL,
    expires INTEGER NOT NULL,
    used    INTEGER
) STRICT, WITHOUT ROWID;

CREATE INDEX join_tokens_expires ON join_tokens (expires);
