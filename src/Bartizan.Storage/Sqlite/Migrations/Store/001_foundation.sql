-- Times are microseconds since 1970-01-01 UTC.

CREATE TABLE meta (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Counters that tell another process that something changed.
CREATE TABLE versions (
    name  TEXT PRIMARY KEY,
    value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

INSERT INTO versions (name, value) VALUES ('agents', 1);

-- position counts from 1 without gaps; the row's ledger entry has the same number.
CREATE TABLE events (
    position INTEGER PRIMARY KEY,
    id       TEXT NOT NULL UNIQUE,
    time     INTEGER NOT NULL,
    source   TEXT NOT NULL,
    kind     TEXT NOT NULL,
    json     BLOB NOT NULL
) STRICT;

CREATE TABLE ledger_entries (
    seq   INTEGER PRIMARY KEY,
    entry BLOB NOT NULL
) STRICT;

-- Full tiles of 256 hashes. root stands before hashes so that reading it touches no overflow page.
CREATE TABLE ledger_tiles (
    level  INTEGER NOT NULL,
    idx    INTEGER NOT NULL,
    root   BLOB NOT NULL,
    hashes BLOB NOT NULL,
    PRIMARY KEY (level, idx)
) STRICT;

CREATE TABLE ledger_checkpoints (
    size INTEGER PRIMARY KEY,
    note TEXT NOT NULL
) STRICT;

CREATE TABLE agents (
    id       TEXT PRIMARY KEY,
    name     TEXT NOT NULL,
    owner    TEXT NOT NULL,
    created  INTEGER NOT NULL,
    revoked  INTEGER,
    key_id   TEXT NOT NULL UNIQUE,
    key_hash BLOB NOT NULL,
    tags     TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- A name is free again once its agent is revoked.
CREATE UNIQUE INDEX agents_live_name ON agents (name) WHERE revoked IS NULL;

CREATE TABLE accounts (
    id            TEXT PRIMARY KEY,
    name          TEXT NOT NULL UNIQUE COLLATE NOCASE,
    password_hash TEXT,
    roles         TEXT NOT NULL,
    created       INTEGER NOT NULL,
    disabled      INTEGER
) STRICT, WITHOUT ROWID;

CREATE TABLE sessions (
    token_hash BLOB PRIMARY KEY,
    account    TEXT NOT NULL REFERENCES accounts (id),
    created    INTEGER NOT NULL,
    expires    INTEGER NOT NULL,
    last_seen  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE sign_in_tokens (
    token_hash BLOB PRIMARY KEY,
    account    TEXT,
    created    INTEGER NOT NULL,
    expires    INTEGER NOT NULL,
    used       INTEGER
) STRICT, WITHOUT ROWID;
