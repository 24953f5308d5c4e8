-- Signals that were taken (RFC 8417), so that none has an effect twice.
CREATE TABLE received_signals (
    issuer   TEXT NOT NULL,
    jti      TEXT NOT NULL,
    received INTEGER NOT NULL,
    PRIMARY KEY (issuer, jti)
) STRICT, WITHOUT ROWID;

CREATE INDEX received_signals_received ON received_signals (received);

-- How the streams of transmitters elsewhere are doing. status: what the transmitter says of its stream; problem: what keeps us from asking it.
CREATE TABLE signal_sources (
    name          TEXT PRIMARY KEY,
    received      INTEGER NOT NULL DEFAULT 0,
    last          INTEGER,
    last_event    TEXT,
    verified      INTEGER,
    status        TEXT NOT NULL DEFAULT 'enabled',
    status_reason TEXT,
    failing_since INTEGER,
    problem       TEXT
) STRICT, WITHOUT ROWID;

-- Streams by which others learn what ended here. client: the agent that made it; endpoint: where signals are pushed, null where they are asked for;
-- authorization: the header that goes with it, sealed; events, removed: JSON arrays of event types and of subjects.
CREATE TABLE signal_streams (
    id              TEXT PRIMARY KEY,
    client          TEXT NOT NULL,
    description     TEXT,
    endpoint        TEXT,
    "authorization" TEXT,
    events          TEXT NOT NULL,
    removed         TEXT NOT NULL,
    status          TEXT NOT NULL,
    status_reason   TEXT,
    created         INTEGER NOT NULL,
    delivered       INTEGER NOT NULL DEFAULT 0,
    last            INTEGER,
    failing_since   INTEGER,
    problem         TEXT
) STRICT, WITHOUT ROWID;

CREATE INDEX signal_streams_client ON signal_streams (client);

-- Events that streams are to be told of: written with the event itself.
CREATE TABLE signal_facts (
    position INTEGER PRIMARY KEY
) STRICT;

-- What is to be delivered, in order. claims: JSON that is signed when it goes out; refused: how often the receiver would not have it.
CREATE TABLE signal_outbox (
    seq     INTEGER PRIMARY KEY,
    stream  TEXT NOT NULL REFERENCES signal_streams (id),
    jti     TEXT NOT NULL UNIQUE,
    claims  TEXT NOT NULL,
    refused INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE INDEX signal_outbox_stream ON signal_outbox (stream, seq);
