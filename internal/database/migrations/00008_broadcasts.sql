-- +goose Up

-- What a person wants to hear of: a service, an agency, a region (by its id) or
-- general news (no topic). Only with consent.
CREATE TABLE subscriptions (
    chat       BIGINT NOT NULL,
    kind       TEXT   NOT NULL,
    topic      TEXT   NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (chat, kind, topic)
);
CREATE INDEX subscriptions_of_topic ON subscriptions (kind, topic, chat);

-- A picture or document that goes with a broadcast. telegram_id is what
-- Telegram calls it after it was uploaded once.
CREATE TABLE broadcast_files (
    id          {{identity}},
    kind        TEXT   NOT NULL,
    name        TEXT   NOT NULL,
    content     BYTEA  NOT NULL,
    telegram_id TEXT   NOT NULL DEFAULT '',
    created_at  BIGINT NOT NULL
);

-- Broadcasts, and corrections of broadcasts, which are broadcasts that edit.
CREATE TABLE broadcasts (
    id          {{identity}},
    once        TEXT   UNIQUE,   -- the act that made it: the same twice is one
    corrects    BIGINT,          -- the broadcast whose messages this one edits
    author      BIGINT NOT NULL, -- 0: has erased themself
    agency      TEXT   NOT NULL, -- bounds of the author's role; empty: none
    region      TEXT   NOT NULL,
    text_kk     TEXT   NOT NULL,
    text_ru     TEXT   NOT NULL,
    file        BIGINT,
    audience    TEXT   NOT NULL, -- JSON
    version     BIGINT NOT NULL, -- of what is said to whom; an approval is of one
    approver    BIGINT NOT NULL DEFAULT 0,
    approved_at BIGINT,
    state       TEXT   NOT NULL,
    send_at     BIGINT NOT NULL, -- not before
    expires_at  BIGINT,
    started_at  BIGINT,
    walked_to   BIGINT NOT NULL DEFAULT 0, -- how far the audience is written down
    batches     BIGINT NOT NULL DEFAULT 0,
    people      BIGINT NOT NULL DEFAULT 0,
    frozen_at   BIGINT,          -- the audience is complete
    ended_at    BIGINT,          -- done, cancelled or expired
    settled_at  BIGINT,          -- the account is final
    created_at  BIGINT NOT NULL,
    updated_at  BIGINT NOT NULL
);
CREATE INDEX broadcasts_active ON broadcasts (state, send_at) WHERE settled_at IS NULL;
CREATE INDEX broadcasts_settled ON broadcasts (settled_at) WHERE settled_at IS NOT NULL;
CREATE INDEX broadcasts_of_agency ON broadcasts (agency, region, id);
CREATE INDEX broadcasts_of_author ON broadcasts (author);
CREATE INDEX broadcasts_approved ON broadcasts (approver) WHERE approver <> 0;
CREATE INDEX broadcasts_corrections ON broadcasts (corrects) WHERE corrects IS NOT NULL;

-- An audience in batches. The counts are the account: they stay when the
-- recipients are erased. wake_at is when a batch may next be claimed, or the
-- end of its lease.
CREATE TABLE broadcast_batches (
    broadcast BIGINT NOT NULL,
    number    BIGINT NOT NULL,
    size      BIGINT NOT NULL,
    sent      BIGINT NOT NULL DEFAULT 0,
    failed    BIGINT NOT NULL DEFAULT 0,
    blocked   BIGINT NOT NULL DEFAULT 0,
    unknown   BIGINT NOT NULL DEFAULT 0,
    cancelled BIGINT NOT NULL DEFAULT 0,
    state     TEXT   NOT NULL, -- waiting, sending, done
    owner     TEXT   NOT NULL DEFAULT '',
    wake_at   BIGINT NOT NULL,
    PRIMARY KEY (broadcast, number)
);
CREATE INDEX broadcast_batches_open ON broadcast_batches (broadcast, wake_at, number) WHERE state <> 'done';
CREATE INDEX broadcast_batches_leased ON broadcast_batches (wake_at) WHERE state = 'sending';

-- Who gets a broadcast, in which language, and as which message.
CREATE TABLE broadcast_recipients (
    broadcast  BIGINT NOT NULL,
    batch      BIGINT NOT NULL,
    chat       BIGINT NOT NULL,
    language   TEXT   NOT NULL,
    state      TEXT   NOT NULL,
    attempts   BIGINT NOT NULL DEFAULT 0,
    message_id BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (broadcast, batch, chat),
    UNIQUE (chat, broadcast)
);

-- Who did what to a broadcast, and when.
CREATE TABLE broadcast_events (
    broadcast  BIGINT NOT NULL,
    number     BIGINT NOT NULL,
    kind       TEXT   NOT NULL,
    was        TEXT   NOT NULL,
    now        TEXT   NOT NULL,
    actor      BIGINT NOT NULL, -- 0: the program itself
    note       TEXT   NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (broadcast, number)
);
CREATE INDEX broadcast_events_by ON broadcast_events (actor) WHERE actor <> 0;

-- +goose Down
DROP TABLE broadcast_events;
DROP TABLE broadcast_recipients;
DROP TABLE broadcast_batches;
DROP TABLE broadcasts;
DROP TABLE broadcast_files;
DROP TABLE subscriptions;
