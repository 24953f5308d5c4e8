-- Decisions that policies may ask about later, in the history of each agent that acted or was acted for. No text of exchanges.
CREATE TABLE history_events (
  principal   TEXT    NOT NULL,
  at          INTEGER NOT NULL,
  agent       TEXT    NOT NULL,
  action      TEXT    NOT NULL,
  resource    TEXT    NOT NULL,
  outcome     INTEGER NOT NULL,
  labels      TEXT    NOT NULL,
  sensitivity INTEGER NOT NULL,
  arguments   TEXT    NOT NULL,
  tokens      INTEGER NOT NULL,
  PRIMARY KEY (principal, at)
) WITHOUT ROWID;

CREATE INDEX history_events_at ON history_events (at);
