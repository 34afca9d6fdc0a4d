-- People of this node. Names and e-mails are private: they never leave these tables for the ledger or the public API.
CREATE TABLE identity_person (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    email TEXT,
    email_key TEXT UNIQUE,
    role TEXT NOT NULL CHECK (role IN ('Member', 'Curator', 'Administrator')),
    stamp TEXT NOT NULL,
    created_at TEXT NOT NULL,
    signed_in_at TEXT,
    disabled_at TEXT
);

-- One-time links: the token itself is never stored.
CREATE TABLE identity_link (
    sha256 TEXT PRIMARY KEY,
    person TEXT NOT NULL REFERENCES identity_person (id),
    purpose TEXT NOT NULL CHECK (purpose IN ('SignIn', 'Invitation', 'FirstAdministrator')),
    expires_at TEXT NOT NULL,
    used_at TEXT
);
CREATE INDEX identity_link_person ON identity_link (person);

-- Public halves of passkeys (WebAuthn credentials).
CREATE TABLE identity_passkey (
    id TEXT PRIMARY KEY,
    person TEXT NOT NULL REFERENCES identity_person (id),
    name TEXT NOT NULL,
    public_key {{blob}} NOT NULL,
    sign_count BIGINT NOT NULL,
    transports TEXT NOT NULL,
    user_verified INTEGER NOT NULL,
    backup_eligible INTEGER NOT NULL,
    backed_up INTEGER NOT NULL,
    created_at TEXT NOT NULL
);
CREATE INDEX identity_passkey_person ON identity_passkey (person);

-- API keys: the secret itself is never stored; last_used_on is a day, not an instant.
CREATE TABLE identity_key (
    id TEXT PRIMARY KEY,
    person TEXT NOT NULL REFERENCES identity_person (id),
    name TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    scopes TEXT NOT NULL,
    created_at TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    last_used_on TEXT,
    revoked_at TEXT
);
CREATE INDEX identity_key_person ON identity_key (person);

-- Accounts elsewhere (OpenID Connect: issuer and subject) that stand for a person here.
CREATE TABLE identity_external (
    issuer TEXT NOT NULL,
    subject TEXT NOT NULL,
    person TEXT NOT NULL REFERENCES identity_person (id),
    PRIMARY KEY (issuer, subject)
);
