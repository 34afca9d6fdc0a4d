-- Conversations held on this node. Words for people are JSON objects of language tag to words.
CREATE TABLE dialogue_conversation (
    id TEXT PRIMARY KEY,
    title {{json}} NOT NULL,
    description {{json}} NOT NULL,
    policy {{json}} NOT NULL,
    languages TEXT NOT NULL,
    settings {{json}} NOT NULL,
    state TEXT NOT NULL,
    opens_at TEXT,
    closes_at TEXT,
    tied_to TEXT,
    created_by TEXT NOT NULL,
    created_at TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    closed_at TEXT,
    tally TEXT,
    ledger_index BIGINT
);

CREATE INDEX dialogue_conversation_tied ON dialogue_conversation (tied_to);

-- Codes that let people into a conversation by invitation; the code itself is not kept.
CREATE TABLE dialogue_invite (
    id TEXT PRIMARY KEY,
    conversation_id TEXT NOT NULL REFERENCES dialogue_conversation (id),
    digest TEXT NOT NULL,
    label TEXT NOT NULL,
    most_uses INTEGER NOT NULL,
    uses INTEGER NOT NULL,
    is_revoked INTEGER NOT NULL,
    created_at TEXT NOT NULL
);

CREATE UNIQUE INDEX dialogue_invite_digest ON dialogue_invite (conversation_id, digest);

-- Who takes part, by a keyed hash of their token that differs in each conversation. The number comes with the first vote or statement.
CREATE TABLE dialogue_participant (
    conversation_id TEXT NOT NULL REFERENCES dialogue_conversation (id),
    seat TEXT NOT NULL,
    pid INTEGER,
    invite_id TEXT,
    is_banned INTEGER NOT NULL,
    came_at TEXT NOT NULL,
    PRIMARY KEY (conversation_id, seat)
);

CREATE UNIQUE INDEX dialogue_participant_pid ON dialogue_participant (conversation_id, pid);

-- Statements in the words of whoever wrote them. Seeds have no author. Moderation: -1 rejected, 0 waiting, 1 accepted.
CREATE TABLE dialogue_statement (
    conversation_id TEXT NOT NULL REFERENCES dialogue_conversation (id),
    tid INTEGER NOT NULL,
    pid INTEGER,
    language TEXT NOT NULL,
    words TEXT NOT NULL,
    is_meta INTEGER NOT NULL,
    moderation INTEGER NOT NULL,
    reason TEXT NOT NULL,
    created_at TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    folded TEXT NOT NULL,
    PRIMARY KEY (conversation_id, tid)
);

CREATE INDEX dialogue_statement_folded ON dialogue_statement (conversation_id, folded);

CREATE TABLE dialogue_translation (
    conversation_id TEXT NOT NULL,
    tid INTEGER NOT NULL,
    language TEXT NOT NULL,
    words TEXT NOT NULL,
    origin TEXT NOT NULL,
    is_reviewed INTEGER NOT NULL,
    changed_at TEXT NOT NULL,
    PRIMARY KEY (conversation_id, tid, language)
);

-- Votes as they came, numbered from 0 in each conversation; a later one on the same statement replaces an earlier one. Nothing here is ever changed.
-- There may be millions: the instant is milliseconds since 1970, not text.
CREATE TABLE dialogue_vote (
    conversation_id TEXT NOT NULL,
    seq BIGINT NOT NULL,
    pid INTEGER NOT NULL,
    tid INTEGER NOT NULL,
    vote INTEGER NOT NULL,
    cast_ms BIGINT NOT NULL,
    client_id TEXT NOT NULL,
    PRIMARY KEY (conversation_id, seq)
);

CREATE UNIQUE INDEX dialogue_vote_client ON dialogue_vote (conversation_id, pid, client_id);

-- What moderation did, and after how many votes, so that a result can be found again exactly.
CREATE TABLE dialogue_moderation (
    conversation_id TEXT NOT NULL,
    number INTEGER NOT NULL,
    after_votes BIGINT NOT NULL,
    act TEXT NOT NULL,
    tid INTEGER,
    pid INTEGER,
    moderation INTEGER,
    is_meta INTEGER,
    reason TEXT NOT NULL,
    decided_by TEXT NOT NULL,
    decided_at TEXT NOT NULL,
    PRIMARY KEY (conversation_id, number)
);

-- The state of the mathematics after so many votes and decisions, and its result; derived, but for that of the closing.
CREATE TABLE dialogue_snapshot (
    conversation_id TEXT NOT NULL,
    votes BIGINT NOT NULL,
    decisions INTEGER NOT NULL,
    state {{blob}} NOT NULL,
    result {{blob}} NOT NULL,
    digest TEXT NOT NULL,
    is_final INTEGER NOT NULL,
    made_at TEXT NOT NULL,
    PRIMARY KEY (conversation_id, votes, decisions)
);
