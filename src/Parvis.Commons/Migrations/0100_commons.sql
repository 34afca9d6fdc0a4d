-- Catalogues that this node reads.
CREATE TABLE commons_source (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    address TEXT NOT NULL,
    every_hours INTEGER,
    added_by TEXT NOT NULL,
    added_at TEXT NOT NULL,
    harvested_at TEXT,
    report {{json}}
);

CREATE UNIQUE INDEX commons_source_address ON commons_source (kind, address);

-- One thing as one authority knows it. Things that are one share a record_id.
CREATE TABLE commons_thing (
    home_id TEXT PRIMARY KEY,
    authority TEXT NOT NULL,
    key TEXT NOT NULL,
    kind TEXT NOT NULL,
    title TEXT NOT NULL,
    place BIGINT NOT NULL,
    record_id TEXT NOT NULL
);

CREATE INDEX commons_thing_record ON commons_thing (record_id);

-- What one file of one source says of a thing.
CREATE TABLE commons_statement (
    source_id TEXT NOT NULL,
    file TEXT NOT NULL,
    home_id TEXT NOT NULL,
    said {{blob}} NOT NULL,
    digest TEXT NOT NULL,
    kept TEXT NOT NULL,
    pointer TEXT,
    line INTEGER,
    retrieved_at TEXT NOT NULL,
    seen_in TEXT NOT NULL,
    PRIMARY KEY (home_id, source_id, file)
);

CREATE INDEX commons_statement_source ON commons_statement (source_id, seen_in);

-- What identifies a thing, by every statement about it.
CREATE TABLE commons_identifier (
    identifier TEXT NOT NULL,
    home_id TEXT NOT NULL,
    PRIMARY KEY (identifier, home_id)
);

CREATE INDEX commons_identifier_thing ON commons_identifier (home_id);

-- What a thing is linked to, by an identifier or an address.
CREATE TABLE commons_relation (
    home_id TEXT NOT NULL,
    type TEXT NOT NULL,
    target TEXT NOT NULL,
    PRIMARY KEY (home_id, type, target)
);

CREATE INDEX commons_relation_target ON commons_relation (target);

-- Pairs of things that a person has said are two. Always home_a < home_b.
CREATE TABLE commons_apart (
    home_a TEXT NOT NULL,
    home_b TEXT NOT NULL,
    decision TEXT NOT NULL,
    PRIMARY KEY (home_a, home_b)
);

CREATE INDEX commons_apart_b ON commons_apart (home_b);
