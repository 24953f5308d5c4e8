-- Thresholds set from recorded traffic. system: '' for all that have none of their own.
CREATE TABLE calibrations (
    system          TEXT NOT NULL,
    channel         TEXT NOT NULL,
    model           TEXT NOT NULL,
    annotate        REAL NOT NULL,
    block           REAL NOT NULL,
    annotate_budget REAL NOT NULL,
    block_budget    REAL NOT NULL,
    texts           INTEGER NOT NULL,
    by_whom         TEXT NOT NULL,
    at              INTEGER NOT NULL,
    PRIMARY KEY (system, channel)
) STRICT, WITHOUT ROWID;

INSERT INTO versions (name, value) VALUES ('calibrations', 1);

-- What people said of recorded exchanges.
CREATE TABLE exchange_marks (
    exchange TEXT PRIMARY KEY,
    attack   INTEGER NOT NULL,
    by_whom  TEXT NOT NULL,
    at       INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
