-- +goose Up

-- Consent to keeping requests, complaints and subscriptions. The region is
-- kept only while there is consent.
ALTER TABLE people ADD COLUMN region TEXT NOT NULL DEFAULT '';
ALTER TABLE people ADD COLUMN consent_at BIGINT;
ALTER TABLE people ADD COLUMN consent_withdrawn_at BIGINT;

-- Kinds of notice that a person has switched off.
CREATE TABLE mutes (
    chat     BIGINT NOT NULL,
    kind     TEXT   NOT NULL,
    muted_at BIGINT NOT NULL,
    PRIMARY KEY (chat, kind)
);

-- +goose Down
DROP TABLE mutes;
ALTER TABLE people DROP COLUMN consent_withdrawn_at;
ALTER TABLE people DROP COLUMN consent_at;
ALTER TABLE people DROP COLUMN region;
