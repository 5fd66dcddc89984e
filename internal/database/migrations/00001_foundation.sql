-- +goose Up

-- Who writes to the bot. Before consent nothing but chat, language and whether
-- the person stopped the bot. Times are seconds since 1970, UTC.
CREATE TABLE people (
    chat       BIGINT PRIMARY KEY,
    language   TEXT   NOT NULL,
    blocked_at BIGINT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);

-- Updates that could not be handled, for an admin to see: never their text.
CREATE TABLE parked_updates (
    update_id BIGINT PRIMARY KEY,
    chat      BIGINT NOT NULL,
    kind      TEXT   NOT NULL,
    reason    TEXT   NOT NULL,
    detail    TEXT   NOT NULL,
    parked_at BIGINT NOT NULL
);

-- Conversation state where there is no Redis.
CREATE TABLE sessions (
    chat       BIGINT PRIMARY KEY,
    version    BIGINT NOT NULL,
    data       TEXT   NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX sessions_expire ON sessions (expires_at);

-- Updates that were handled, where there is no Redis.
CREATE TABLE handled_updates (
    update_id  BIGINT PRIMARY KEY,
    expires_at BIGINT NOT NULL
);
CREATE INDEX handled_updates_expire ON handled_updates (expires_at);

-- +goose Down
DROP TABLE handled_updates;
DROP TABLE sessions;
DROP TABLE parked_updates;
DROP TABLE people;
