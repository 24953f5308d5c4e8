-- For what tokens were asked: resource and scopes as they were asked for, address: the MCP server's then. wanted: scopes that the server asked for since.
ALTER TABLE account_connections ADD COLUMN resource TEXT NOT NULL DEFAULT '';
ALTER TABLE account_connections ADD COLUMN address  TEXT NOT NULL DEFAULT '';
ALTER TABLE account_connections ADD COLUMN asked    TEXT NOT NULL DEFAULT '';
ALTER TABLE account_connections ADD COLUMN wanted   TEXT NOT NULL DEFAULT '';
ALTER TABLE account_connecting  ADD COLUMN resource TEXT NOT NULL DEFAULT '';
ALTER TABLE account_connecting  ADD COLUMN address  TEXT NOT NULL DEFAULT '';
ALTER TABLE account_connecting  ADD COLUMN asked    TEXT NOT NULL DEFAULT '';

-- What Bartizan is called at authorization servers at which it registered itself. secret: sealed, empty for none. expires: when the secret ends.
CREATE TABLE account_clients (
    issuer    TEXT PRIMARY KEY,
    redirect  TEXT NOT NULL,
    client_id TEXT NOT NULL,
    secret    TEXT NOT NULL,
    in_form   INTEGER NOT NULL,
    expires   INTEGER,
    created   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Logins that may be at databases: noted before they are made, forgotten once they are dropped. name: at the server. made: when it was there for certain.
CREATE TABLE database_logins (
    id           TEXT PRIMARY KEY,
    database     TEXT NOT NULL,
    role         TEXT NOT NULL,
    name         TEXT NOT NULL,
    agent        TEXT NOT NULL,
    mandate      TEXT NOT NULL,
    token        TEXT NOT NULL,
    person       TEXT,
    until        INTEGER NOT NULL,
    made         INTEGER
) STRICT, WITHOUT ROWID;
