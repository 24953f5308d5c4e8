-- What policy said where it approved a request itself, as JSON; null where people decide.
ALTER TABLE access_requests ADD COLUMN automatic TEXT;

CREATE INDEX access_requests_automatic ON access_requests (agent, created) WHERE automatic IS NOT NULL;

-- What clients ask people for without a browser (CIBA). hash is that of the auth_req_id; state 0 waits, 1 allowed, 2 denied; polled is when the client last
-- looked and pace how many microseconds it must leave between two looks.
CREATE TABLE backchannel_requests (
    hash    BLOB PRIMARY KEY,
    id      TEXT NOT NULL UNIQUE,
    agent   TEXT NOT NULL,
    account TEXT NOT NULL,
    request TEXT NOT NULL,
    state   INTEGER NOT NULL,
    created INTEGER NOT NULL,
    expires INTEGER NOT NULL,
    polled  INTEGER NOT NULL,
    pace    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX backchannel_requests_account ON backchannel_requests (account, created);
CREATE INDEX backchannel_requests_agent ON backchannel_requests (agent, created);
