-- Policies that a person put in force, where new ones are tried first (shadow.newPolicies).
CREATE TABLE enforced_policies (
    id      TEXT PRIMARY KEY,
    text    TEXT NOT NULL,
    by_whom TEXT NOT NULL,
    at      INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

INSERT INTO versions (name, value) VALUES ('enforced_policies', 1);
