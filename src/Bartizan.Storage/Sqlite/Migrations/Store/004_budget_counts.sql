-- What budgets have spent. Empty text: not counted apart by that. amounts: JSON array, one number a slot, the newest first.
CREATE TABLE budget_counts (
    budget   TEXT NOT NULL,
    unit     TEXT NOT NULL,
    currency TEXT NOT NULL,
    period   TEXT NOT NULL,
    agent    TEXT NOT NULL,
    user     TEXT NOT NULL,
    system   TEXT NOT NULL,
    model    TEXT NOT NULL,
    ceiling  INTEGER NOT NULL,
    newest   INTEGER NOT NULL,
    amounts  TEXT NOT NULL,
    PRIMARY KEY (budget, unit, currency, period, agent, user, system, model)
) STRICT, WITHOUT ROWID;
