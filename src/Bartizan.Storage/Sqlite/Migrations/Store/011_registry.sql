-- What agents of a kind may be at most, and who answers for them. version: the one in force; reviewed: when somebody last looked at it.
CREATE TABLE blueprints (
    id       TEXT PRIMARY KEY,
    name     TEXT NOT NULL,
    version  INTEGER NOT NULL,
    reviewed INTEGER NOT NULL,
    retired  INTEGER
) STRICT, WITHOUT ROWID;

-- A name is free again once its blueprint is retired.
CREATE UNIQUE INDEX blueprints_live_name ON blueprints (name) WHERE retired IS NULL;

-- owner, sponsor: names of accounts, which never change. spec: JSON of what bears on no agent's standing. Rows are never changed.
CREATE TABLE blueprint_versions (
    blueprint   TEXT NOT NULL REFERENCES blueprints (id),
    version     INTEGER NOT NULL,
    owner       TEXT NOT NULL,
    sponsor     TEXT NOT NULL,
    review_days INTEGER NOT NULL,
    expires     INTEGER NOT NULL,
    created     INTEGER NOT NULL,
    created_by  TEXT NOT NULL,
    spec        TEXT NOT NULL,
    PRIMARY KEY (blueprint, version)
) STRICT, WITHOUT ROWID;

-- Id of its blueprint.
ALTER TABLE agents ADD COLUMN blueprint TEXT;

-- Why a person suspended it.
ALTER TABLE agents ADD COLUMN suspended_for TEXT;

-- Runs of agents; thumbprint: RFC 7638, of the run's public key.
CREATE TABLE agent_instances (
    id         TEXT PRIMARY KEY,
    agent      TEXT NOT NULL REFERENCES agents (id),
    thumbprint TEXT NOT NULL,
    evidence   TEXT NOT NULL,
    started    INTEGER NOT NULL,
    ends       INTEGER NOT NULL,
    ended      INTEGER
) STRICT, WITHOUT ROWID;

CREATE INDEX agent_instances_agent ON agent_instances (agent, started);

-- Callers that are not declared. mark: a public id or a keyed digest, never a key.
CREATE TABLE shadow_callers (
    kind       TEXT NOT NULL,
    mark       TEXT NOT NULL,
    form       TEXT NOT NULL,
    address    TEXT NOT NULL,
    user_agent TEXT NOT NULL,
    dialect    TEXT NOT NULL,
    first_seen INTEGER NOT NULL,
    last_seen  INTEGER NOT NULL,
    seen       INTEGER NOT NULL,
    PRIMARY KEY (kind, mark)
) STRICT, WITHOUT ROWID;

CREATE INDEX shadow_callers_last ON shadow_callers (last_seen);
