-- What policy said where it approved a request itself, as JSON; null where people decide.
ALTER TABLE access_requests ADD COLUMN automatic TEXT;

CREATE INDEX access_requests_automatic ON access_requests (agent, created) WHERE automatic IS NOT NULL;
