-- Values that were replaced by tokens. A session's key is sealed under the store's content key, its values under its own key: without the key's row
-- none of them can be read again.
CREATE TABLE masking_sessions (
  id      TEXT PRIMARY KEY,
  key     TEXT NOT NULL,
  expires INTEGER NOT NULL
) WITHOUT ROWID;

CREATE INDEX masking_sessions_expires ON masking_sessions (expires);

CREATE TABLE masking_values (
  session TEXT NOT NULL REFERENCES masking_sessions (id) ON DELETE CASCADE,
  token   TEXT NOT NULL,
  added   INTEGER NOT NULL,
  sealed  TEXT NOT NULL,
  PRIMARY KEY (session, token)
) WITHOUT ROWID;
