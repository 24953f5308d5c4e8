-- Keys that sign access tokens; id: RFC 7638 thumbprint. The private half is sealed under the store's content key.
CREATE TABLE signing_keys (
    id         TEXT PRIMARY KEY,
    sealed     TEXT NOT NULL,
    signs_from INTEGER NOT NULL,
    ended      INTEGER
) STRICT, WITHOUT ROWID;

-- Agents as clients of the authorization server. registration: JSON of what they may ask for.
CREATE TABLE agent_clients (
    agent        TEXT PRIMARY KEY REFERENCES agents (id),
    secret_hash  BLOB,
    keys         TEXT,
    registration TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Tokens ended before their time, until that.
CREATE TABLE revoked_tokens (
    id      TEXT PRIMARY KEY,
    expires INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

INSERT INTO versions (name, value) VALUES ('identity', 1);
