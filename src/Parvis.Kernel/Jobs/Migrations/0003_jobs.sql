-- Background work. A row is taken by one process at a time: taken_until is its lease.
CREATE TABLE kernel_job (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    arguments {{json}} NOT NULL,
    asked_by TEXT NOT NULL,
    asked_at TEXT NOT NULL,
    state TEXT NOT NULL,
    done BIGINT NOT NULL,
    total BIGINT,
    started_at TEXT,
    ended_at TEXT,
    taken_until TEXT,
    report {{json}}
);

CREATE INDEX kernel_job_state ON kernel_job (state, asked_at);
