-- What a server answered last at one address: enough to ask again only for what changed.
CREATE TABLE kernel_fetch (
    address TEXT NOT NULL,
    accept TEXT NOT NULL,          -- the Accept header it was asked with, '' for none
    etag TEXT,
    last_modified TEXT,            -- as the server wrote it
    sha256 TEXT NOT NULL,          -- the kept bytes
    media_type TEXT NOT NULL,
    next_address TEXT,             -- of Link: rel="next" (RFC 8288)
    fetched_at TEXT NOT NULL,      -- when the server last confirmed these bytes
    status INTEGER NOT NULL,       -- 200, or 304 when it last said that nothing changed
    PRIMARY KEY (address, accept)
);
