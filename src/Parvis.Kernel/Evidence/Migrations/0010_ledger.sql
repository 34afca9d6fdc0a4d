-- Signed entries that have their index but are not yet in a tile; the tiles on disk are the log itself.
-- A row is a run of neighbouring entries from entry_index on, in the encoding of an entry bundle.
CREATE TABLE kernel_ledger_pending (
    entry_index BIGINT PRIMARY KEY,
    envelopes {{blob}} NOT NULL
);

-- One row: the index that the next entry will have.
CREATE TABLE kernel_ledger_state (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    next_index BIGINT NOT NULL
);

INSERT INTO kernel_ledger_state (id, next_index) VALUES (1, 0);
