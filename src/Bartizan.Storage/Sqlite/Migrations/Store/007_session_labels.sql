-- The highest sensitivity label of each session, by the session's keyed digest, until the session ends.
CREATE TABLE session_labels (
  session TEXT PRIMARY KEY,
  label   INTEGER NOT NULL,
  expires INTEGER NOT NULL
) WITHOUT ROWID;

CREATE INDEX session_labels_expires ON session_labels (expires);
