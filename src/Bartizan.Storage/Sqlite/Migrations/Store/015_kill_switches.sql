-- Kill switches, lifted ones too. epoch: tokens issued to the target up to then no longer count.
CREATE TABLE kill_switches (
    kind    TEXT NOT NULL,
    target  TEXT NOT NULL,
    epoch   INTEGER NOT NULL,
    thrown  INTEGER NOT NULL,
    reason  TEXT NOT NULL,
    by_whom TEXT NOT NULL,
    at      INTEGER NOT NULL,
    PRIMARY KEY (kind, target)
) STRICT, WITHOUT ROWID;

INSERT INTO versions (name, value) VALUES ('kill_switches', 1), ('standing_followed', 0);
