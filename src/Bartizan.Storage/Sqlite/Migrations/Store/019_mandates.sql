-- Mandates: who may do a piece of work, for whom, and what it may spend. What was spent stands in budget_counts. terms: JSON. No foreign keys: a mandate is
-- kept a day longer than what it hangs on.
CREATE TABLE mandates (
    id             TEXT PRIMARY KEY,
    parent         TEXT,
    agent          TEXT NOT NULL,
    account        TEXT,
    txn            TEXT NOT NULL,
    terms          TEXT NOT NULL,
    created        INTEGER NOT NULL,
    expires        INTEGER NOT NULL,
    ended          INTEGER
) STRICT, WITHOUT ROWID;

CREATE INDEX mandates_expires ON mandates (expires);
