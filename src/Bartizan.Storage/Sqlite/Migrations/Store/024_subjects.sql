-- What the provider gave for the person of a session, sealed, where it may be exchanged there for access elsewhere; null where it is not kept. It goes with
-- the session. subject_ends: when the provider takes it no more.
ALTER TABLE sessions ADD COLUMN subject_token TEXT;
ALTER TABLE sessions ADD COLUMN subject_ends INTEGER;
