-- Numbers of calls' arguments that policies sum, as a JSON object by name and unit; empty for none. Other values of arguments are not kept.
ALTER TABLE history_events ADD COLUMN numbers TEXT NOT NULL DEFAULT '';

-- Who was told that a review waits for them, and of which kind that notice was.
CREATE TABLE review_notices (
    review   TEXT NOT NULL REFERENCES reviews (id),
    reviewer TEXT NOT NULL COLLATE NOCASE,
    kind     TEXT NOT NULL,
    PRIMARY KEY (review, reviewer, kind)
) STRICT, WITHOUT ROWID;
