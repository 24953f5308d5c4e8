-- Calls that policy holds and the question whether somebody approves them. state: 0 waiting, 1 approved, 2 denied, 3 over before it was decided.
-- sealed: the call, under the store's content key. chain, policies: JSON.
CREATE TABLE access_requests (
    id         TEXT PRIMARY KEY,
    agent      TEXT NOT NULL,
    agent_name TEXT NOT NULL,
    owner      TEXT NOT NULL,
    chain      TEXT NOT NULL,
    action     TEXT NOT NULL,
    resource   TEXT NOT NULL,
    digest     TEXT NOT NULL,
    sealed     TEXT NOT NULL,
    exchange   TEXT NOT NULL,
    policies   TEXT NOT NULL,
    state      INTEGER NOT NULL,
    created    INTEGER NOT NULL,
    ends       INTEGER NOT NULL,
    asked      INTEGER NOT NULL,
    denied_by  TEXT,
    reason     TEXT
) STRICT, WITHOUT ROWID;

CREATE INDEX access_requests_digest ON access_requests (digest);

-- Whoever asks for the same call again joins the request that waits.
CREATE UNIQUE INDEX access_requests_waiting ON access_requests (digest) WHERE state = 0;

CREATE INDEX access_requests_agent ON access_requests (agent) WHERE state = 0;

CREATE TABLE access_approvals (
    request            TEXT NOT NULL REFERENCES access_requests (id),
    account            TEXT NOT NULL REFERENCES accounts (id),
    name               TEXT NOT NULL,
    key                TEXT NOT NULL REFERENCES approver_keys (id),
    uses               INTEGER NOT NULL,
    until              INTEGER NOT NULL,
    signature          BLOB NOT NULL,
    authenticator_data BLOB,
    client_data        BLOB,
    at                 INTEGER NOT NULL,
    PRIMARY KEY (request, account)
) STRICT, WITHOUT ROWID;

CREATE TABLE access_grants (
    id         TEXT PRIMARY KEY,
    request    TEXT NOT NULL UNIQUE REFERENCES access_requests (id),
    digest     TEXT NOT NULL,
    policy     TEXT NOT NULL,
    uses       INTEGER NOT NULL,
    used       INTEGER NOT NULL,
    created    INTEGER NOT NULL,
    ends       INTEGER NOT NULL,
    revoked    INTEGER,
    revoked_by TEXT
) STRICT, WITHOUT ROWID;

CREATE INDEX access_grants_digest ON access_grants (digest);

-- Public halves of the keys with which people approve; credential_id and what follows it belong to passkeys.
CREATE TABLE approver_keys (
    id            TEXT PRIMARY KEY,
    account       TEXT NOT NULL REFERENCES accounts (id),
    name          TEXT NOT NULL,
    public_key    BLOB NOT NULL UNIQUE,
    credential_id BLOB,
    relying_party TEXT,
    origin        TEXT,
    sign_count    INTEGER NOT NULL,
    created       INTEGER NOT NULL,
    revoked       INTEGER
) STRICT, WITHOUT ROWID;
