-- Data keys, each wrapped by a key-encryption key. source: where that key is, never the key itself.
CREATE TABLE data_keys (
    id      INTEGER PRIMARY KEY,
    wrapped TEXT NOT NULL,
    source  TEXT NOT NULL,
    created INTEGER NOT NULL
) STRICT;

-- Upstream secrets: what they are bound to. hosts: JSON array of host or host:port. used: when one was last sent.
CREATE TABLE secrets (
    name    TEXT PRIMARY KEY,
    owner   TEXT NOT NULL,
    hosts   TEXT NOT NULL,
    header  TEXT NOT NULL,
    created INTEGER NOT NULL,
    removed INTEGER,
    used    INTEGER
) STRICT, WITHOUT ROWID;

-- Their versions. sealed is emptied when a version ends.
CREATE TABLE secret_versions (
    name    TEXT NOT NULL REFERENCES secrets (name),
    version INTEGER NOT NULL,
    sealed  TEXT NOT NULL,
    by_whom TEXT NOT NULL,
    created INTEGER NOT NULL,
    ended   INTEGER,
    PRIMARY KEY (name, version)
) STRICT, WITHOUT ROWID;

-- What agents may use at other servers for a person, by the MCP server's name. tokens: sealed. problem: why the person must connect again.
CREATE TABLE account_connections (
    account   TEXT NOT NULL,
    server    TEXT NOT NULL,
    issuer    TEXT NOT NULL,
    version   INTEGER NOT NULL,
    tokens    TEXT NOT NULL,
    ends      INTEGER,
    renews    INTEGER NOT NULL,
    scopes    TEXT NOT NULL,
    connected INTEGER NOT NULL,
    problem   TEXT,
    PRIMARY KEY (account, server)
) STRICT, WITHOUT ROWID;

-- Connections that a person has begun and another server has not answered yet. state_hash: SHA-256 of what comes back with the answer.
CREATE TABLE account_connecting (
    state_hash   BLOB PRIMARY KEY,
    account      TEXT NOT NULL,
    session_hash BLOB NOT NULL,
    server       TEXT NOT NULL,
    issuer       TEXT NOT NULL,
    verifier     TEXT NOT NULL,
    expires      INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

INSERT INTO versions (name, value) VALUES ('secrets', 1), ('account_connections', 1);
