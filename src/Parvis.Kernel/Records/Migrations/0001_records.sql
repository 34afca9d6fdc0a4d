-- The registry. kernel_record is what stands now; kernel_record_version is every version there ever was, in the order of change.
CREATE TABLE kernel_record (
    id TEXT PRIMARY KEY,
    module TEXT NOT NULL,
    kind TEXT NOT NULL,
    titles {{json}} NOT NULL,
    version BIGINT NOT NULL,
    sequence BIGINT NOT NULL,
    withdrawn INTEGER NOT NULL,
    digest TEXT NOT NULL
);

CREATE UNIQUE INDEX kernel_record_sequence ON kernel_record (sequence);
CREATE INDEX kernel_record_kind ON kernel_record (module, kind, withdrawn);

CREATE TABLE kernel_record_version (
    sequence BIGINT PRIMARY KEY,
    record_id TEXT NOT NULL,
    version BIGINT NOT NULL,
    titles {{json}} NOT NULL,
    changed_at TEXT NOT NULL,
    withdrawn INTEGER NOT NULL,
    ledger_index BIGINT NOT NULL,
    digest TEXT NOT NULL,
    body {{blob}} NOT NULL
);

CREATE UNIQUE INDEX kernel_record_version_record ON kernel_record_version (record_id, version);
