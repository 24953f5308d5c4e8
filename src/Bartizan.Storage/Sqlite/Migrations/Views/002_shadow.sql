-- What policies in shadow mode were asked. trial is the policy's id and the digest of its text, so that a changed policy begins anew.
CREATE TABLE shadow_asked (
    trial   TEXT PRIMARY KEY,
    asked   INTEGER NOT NULL,
    changed INTEGER NOT NULL,
    first   INTEGER NOT NULL,
    last    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- The exchanges of which it would have changed a decision, for people to look at and to mark.
CREATE TABLE shadow_changes (
    trial    TEXT NOT NULL,
    time     INTEGER NOT NULL,
    position INTEGER NOT NULL,
    exchange TEXT NOT NULL,
    PRIMARY KEY (trial, time, position)
) STRICT, WITHOUT ROWID;

CREATE INDEX shadow_changes_exchange ON shadow_changes (exchange);
