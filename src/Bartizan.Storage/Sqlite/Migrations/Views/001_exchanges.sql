-- Derived from the event log; may be deleted and is then rebuilt. Times are microseconds since 1970-01-01 UTC, minutes are minutes since then.

-- How far the log is taken in, and of which log.
CREATE TABLE progress (
    origin   TEXT PRIMARY KEY,
    position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE exchanges (
    time       INTEGER NOT NULL,
    position   INTEGER NOT NULL,
    id         TEXT NOT NULL,
    agent      TEXT,
    agent_name TEXT,
    dialect    TEXT NOT NULL,
    route      TEXT NOT NULL,
    model      TEXT NOT NULL,
    stream     INTEGER NOT NULL,
    status     INTEGER NOT NULL,
    verdict    INTEGER NOT NULL,
    labels     TEXT NOT NULL,
    total      INTEGER NOT NULL,
    overhead   INTEGER NOT NULL,
    PRIMARY KEY (time, position)
) STRICT, WITHOUT ROWID;

CREATE INDEX exchanges_agent ON exchanges (agent, time, position);

-- Most traffic is allowed; only the rest is looked for by verdict.
CREATE INDEX exchanges_verdict ON exchanges (verdict, time, position) WHERE verdict > 0;

-- Each label found, and its family as 'family.*'.
CREATE TABLE exchange_labels (
    label    TEXT NOT NULL,
    time     INTEGER NOT NULL,
    position INTEGER NOT NULL,
    PRIMARY KEY (label, time, position)
) STRICT, WITHOUT ROWID;

-- Sums by minute. agent is '' where the key was not known; bucket is the overhead's place on a scale of 8 steps an octave.
CREATE TABLE traffic (
    minute    INTEGER NOT NULL,
    agent     TEXT NOT NULL,
    verdict   INTEGER NOT NULL,
    bucket    INTEGER NOT NULL,
    exchanges INTEGER NOT NULL,
    total     INTEGER NOT NULL,
    PRIMARY KEY (minute, agent, verdict, bucket)
) STRICT, WITHOUT ROWID;

CREATE TABLE findings (
    minute    INTEGER NOT NULL,
    label     TEXT NOT NULL,
    exchanges INTEGER NOT NULL,
    PRIMARY KEY (minute, label)
) STRICT, WITHOUT ROWID;

CREATE TABLE agent_names (
    agent TEXT PRIMARY KEY,
    name  TEXT NOT NULL
) STRICT, WITHOUT ROWID;
