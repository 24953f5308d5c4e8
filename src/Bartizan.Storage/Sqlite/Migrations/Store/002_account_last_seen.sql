-- When the account's person last used the console. Sessions know it too, but are deleted when they end.
ALTER TABLE accounts ADD COLUMN last_seen INTEGER;

UPDATE accounts SET last_seen = (SELECT max(last_seen) FROM sessions WHERE account = accounts.id);
