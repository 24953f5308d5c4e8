-- Who people are at identity providers. issuer, subject: letter for letter as the provider writes them; last_used: the last sign-in by it.
CREATE TABLE identities (
    id        TEXT PRIMARY KEY,
    issuer    TEXT NOT NULL,
    subject   TEXT NOT NULL,
    account   TEXT NOT NULL REFERENCES accounts (id),
    linked    INTEGER NOT NULL,
    last_used INTEGER,
    UNIQUE (issuer, subject)
) STRICT, WITHOUT ROWID;

CREATE INDEX identities_account ON identities (account);

-- issuer: the provider whose sign-in made the account, and says its roles at each further one; null for an account made here.
ALTER TABLE accounts ADD COLUMN issuer TEXT;

-- The identity by which a session began, and the provider's own id of its session; null for one that began by password. proven: when its person last
-- proved at the provider who they are, where that was asked for.
ALTER TABLE sessions ADD COLUMN issuer TEXT;
ALTER TABLE sessions ADD COLUMN subject TEXT;
ALTER TABLE sessions ADD COLUMN sid TEXT;
ALTER TABLE sessions ADD COLUMN proven INTEGER;

-- What is over is looked for whenever a connection begins.
CREATE INDEX connections_expires ON connections (expires);
