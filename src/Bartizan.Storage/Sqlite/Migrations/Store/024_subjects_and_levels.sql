-- What the provider gave for the person of a session, sealed, where it may be exchanged there for access elsewhere; null where it is not kept. It goes with
-- the session. subject_ends: when the provider takes it no more.
ALTER TABLE sessions ADD COLUMN subject_token TEXT;
ALTER TABLE sessions ADD COLUMN subject_ends INTEGER;

-- What providers last signalled of people (CAEP). issuer: the provider; scope: of which it is the level, where a person has several; issued: when the
-- transmitter says that it was, which a later one must be; received: when it came, with which sessions it ends.
CREATE TABLE signalled_levels (
    account  TEXT NOT NULL REFERENCES accounts (id),
    issuer   TEXT NOT NULL,
    kind     TEXT NOT NULL,
    scope    TEXT NOT NULL,
    value    TEXT NOT NULL,
    issued   INTEGER NOT NULL,
    received INTEGER NOT NULL,
    PRIMARY KEY (account, issuer, kind, scope)
) STRICT, WITHOUT ROWID;

-- What a key signs with, and what a stream's signals are signed with.
ALTER TABLE signing_keys ADD COLUMN algorithm TEXT NOT NULL DEFAULT 'ES256';
ALTER TABLE signal_streams ADD COLUMN algorithm TEXT NOT NULL DEFAULT 'ES256';
