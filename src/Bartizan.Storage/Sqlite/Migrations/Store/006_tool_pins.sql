-- Tools of MCP servers as approved and as last seen. state: 0 pending, 1 approved, 2 suspended.
CREATE TABLE tool_pins (
    server          TEXT NOT NULL,
    name            TEXT NOT NULL,
    state           INTEGER NOT NULL,
    reason          TEXT NOT NULL,
    approved_digest TEXT,
    approved_json   TEXT,
    approved_by     TEXT,
    approved_at     INTEGER,
    seen_digest     TEXT NOT NULL,
    seen_json       TEXT NOT NULL,
    seen_at         INTEGER NOT NULL,
    PRIMARY KEY (server, name)
) STRICT, WITHOUT ROWID;

INSERT INTO versions (name, value) VALUES ('tool_pins', 1);
