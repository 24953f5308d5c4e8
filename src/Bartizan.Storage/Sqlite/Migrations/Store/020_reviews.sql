-- Reviews of authority: questions to people, what they answered, and what was done of it. evidence, proposal: JSON. Times are microseconds since 1970-01-01 UTC.
CREATE TABLE reviews (
    id      TEXT PRIMARY KEY,
    title   TEXT NOT NULL,
    cause   TEXT,
    by_whom TEXT NOT NULL,
    created INTEGER NOT NULL,
    since   INTEGER NOT NULL,
    due     INTEGER NOT NULL,
    closed  INTEGER
) STRICT, WITHOUT ROWID;

CREATE INDEX reviews_open ON reviews (due) WHERE closed IS NULL;

CREATE TABLE review_items (
    id       TEXT PRIMARY KEY,
    review   TEXT NOT NULL REFERENCES reviews (id),
    kind     TEXT NOT NULL,
    holder   TEXT NOT NULL,
    name     TEXT NOT NULL,
    entry    TEXT NOT NULL,
    reviewer TEXT NOT NULL COLLATE NOCASE,
    evidence TEXT NOT NULL,
    answer   TEXT,
    by_whom  TEXT,
    at       INTEGER,
    reason   TEXT,
    outcome  TEXT
) STRICT, WITHOUT ROWID;

CREATE INDEX review_items_review ON review_items (review, id);
CREATE INDEX review_items_holder ON review_items (holder, at);
CREATE INDEX review_items_waiting ON review_items (reviewer) WHERE answer IS NULL;
CREATE INDEX review_items_undone ON review_items (at) WHERE answer IS NOT NULL AND outcome IS NULL;

-- The events that tell of a review, so that they can be proven together.
CREATE TABLE review_events (
    review TEXT NOT NULL REFERENCES reviews (id),
    event  TEXT NOT NULL,
    PRIMARY KEY (review, event)
) STRICT, WITHOUT ROWID;

CREATE TABLE authority_proposals (
    id        TEXT PRIMARY KEY,
    blueprint TEXT NOT NULL,
    state     TEXT NOT NULL,
    until     INTEGER NOT NULL,
    proposal  TEXT NOT NULL,
    by_whom   TEXT,
    at        INTEGER,
    reason    TEXT
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX authority_proposals_open ON authority_proposals (blueprint) WHERE state = 'Open';
