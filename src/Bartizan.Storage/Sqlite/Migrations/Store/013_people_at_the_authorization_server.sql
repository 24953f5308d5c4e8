-- What clients ask people for, until it is answered. hash: SHA-256 of the name by which it is found; client: who pushed it (RFC 9126), null once it
-- waits for a person.
CREATE TABLE authorization_requests (
    hash    BLOB PRIMARY KEY,
    client  TEXT,
    request TEXT NOT NULL,
    expires INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- What a person lets an agent do for them, until they take it back. authority: JSON of scopes, models and tools.
CREATE TABLE consents (
    id        TEXT PRIMARY KEY,
    account   TEXT NOT NULL REFERENCES accounts (id),
    agent     TEXT NOT NULL REFERENCES agents (id),
    resource  TEXT NOT NULL,
    authority TEXT NOT NULL,
    created   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX consents_account ON consents (account, agent);

-- Each time a person connected an agent: the code, and what its tokens may say. code_key, key: thumbprints of the keys to which the code and the
-- refresh tokens are bound.
CREATE TABLE connections (
    id           TEXT PRIMARY KEY,
    account      TEXT NOT NULL REFERENCES accounts (id),
    agent        TEXT NOT NULL REFERENCES agents (id),
    resource     TEXT NOT NULL,
    authority    TEXT NOT NULL,
    renews       INTEGER NOT NULL,
    code_hash    BLOB NOT NULL UNIQUE,
    code_expires INTEGER NOT NULL,
    code_used    INTEGER,
    code_key     TEXT,
    redirect     TEXT NOT NULL,
    challenge    TEXT NOT NULL,
    key          TEXT,
    created      INTEGER NOT NULL,
    expires      INTEGER NOT NULL,
    ended        INTEGER
) STRICT, WITHOUT ROWID;

CREATE INDEX connections_account ON connections (account, agent);

-- Refresh tokens, those used too, so that a second use is seen. hash: SHA-256.
CREATE TABLE refresh_tokens (
    hash       BLOB PRIMARY KEY,
    connection TEXT NOT NULL REFERENCES connections (id),
    used       INTEGER
) STRICT, WITHOUT ROWID;

CREATE INDEX refresh_tokens_connection ON refresh_tokens (connection);

-- Clients that nobody here registered: by a metadata document, whose address is the id, or over HTTP (RFC 7591). agent: what became of it when the
-- first person let it in.
CREATE TABLE outside_clients (
    id       TEXT PRIMARY KEY,
    agent    TEXT REFERENCES agents (id),
    metadata TEXT NOT NULL,
    created  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

INSERT INTO versions (name, value) VALUES ('accounts', 1);
