-- The register of decisions: what was decided, on what, by whom and why. Nothing is changed or removed; a later decision supersedes an earlier one.
CREATE TABLE kernel_decision (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    subject TEXT NOT NULL,
    inputs {{json}} NOT NULL,
    reason TEXT NOT NULL,
    decided_by TEXT NOT NULL,
    decided_at TEXT NOT NULL,
    supersedes TEXT,
    ledger_index BIGINT NOT NULL
);

CREATE INDEX kernel_decision_subject ON kernel_decision (subject, decided_at);
