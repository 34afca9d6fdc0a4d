-- Modules that have loaded into this data folder what they start with.
CREATE TABLE kernel_first_start (
    module TEXT PRIMARY KEY,
    done_at TEXT NOT NULL
);
