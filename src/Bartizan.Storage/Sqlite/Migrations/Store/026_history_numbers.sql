-- Numbers of calls' arguments that policies sum, as a JSON object by name and unit; empty for none. Other values of arguments are not kept.
ALTER TABLE history_events ADD COLUMN numbers TEXT NOT NULL DEFAULT '';
