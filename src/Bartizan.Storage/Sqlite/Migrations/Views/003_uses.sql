-- What agents were let do, by day (days since 1970-01-01 UTC): how often, and when first and last. resource: a model's name, else as Cedar writes it.
CREATE TABLE uses (
    agent    TEXT NOT NULL,
    day      INTEGER NOT NULL,
    action   TEXT NOT NULL,
    resource TEXT NOT NULL,
    passed   INTEGER NOT NULL,
    first    INTEGER NOT NULL,
    last     INTEGER NOT NULL,
    PRIMARY KEY (agent, day, action, resource)
) STRICT, WITHOUT ROWID;

-- Which upstream answered for a model, and when first and last.
CREATE TABLE model_upstreams (
    model    TEXT NOT NULL,
    upstream TEXT NOT NULL,
    first    INTEGER NOT NULL,
    last     INTEGER NOT NULL,
    PRIMARY KEY (model, upstream)
) STRICT, WITHOUT ROWID;

-- What was taken in before is taken in again, with its uses.
DELETE FROM progress;
