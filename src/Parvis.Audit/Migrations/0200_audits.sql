-- Audits that were asked for on this node. The report itself is among the kept bytes, under its SHA-256.
CREATE TABLE audit_report (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    depth TEXT NOT NULL,
    source TEXT,
    record_id TEXT,
    files BIGINT NOT NULL,
    bytes BIGINT NOT NULL,
    asked_by TEXT NOT NULL,
    asked_at TEXT NOT NULL,
    job_id TEXT NOT NULL,
    ended_at TEXT,
    verdict TEXT,
    subject TEXT,
    report TEXT,
    ledger_index BIGINT
);

CREATE INDEX audit_report_ended ON audit_report (ended_at);
CREATE INDEX audit_report_record ON audit_report (record_id);

-- What those concerned say to a report; each is a ledger entry of its own.
CREATE TABLE audit_reply (
    id TEXT PRIMARY KEY,
    report_id TEXT NOT NULL REFERENCES audit_report (id),
    words TEXT NOT NULL,
    name TEXT NOT NULL,
    replied_by TEXT NOT NULL,
    replied_at TEXT NOT NULL,
    ledger_index BIGINT NOT NULL
);

CREATE INDEX audit_reply_report ON audit_reply (report_id);
