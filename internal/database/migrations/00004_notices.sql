-- +goose Up

-- The outbox: messages that are sent unasked. wake_at is when a row may next
-- be claimed: its time, the end of a lease, or the next try.
CREATE TABLE notices (
    id         {{identity}},
    chat       BIGINT NOT NULL,
    kind       TEXT   NOT NULL,
    request    BIGINT,
    complaint  BIGINT,
    dedupe     TEXT   NOT NULL UNIQUE,
    args       TEXT   NOT NULL,
    state      TEXT   NOT NULL,
    attempts   BIGINT NOT NULL DEFAULT 0,
    owner      TEXT   NOT NULL DEFAULT '',
    send_at    BIGINT NOT NULL,
    wake_at    BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    done_at    BIGINT,
    error      TEXT   NOT NULL DEFAULT ''
);
CREATE INDEX notices_to_claim ON notices (wake_at, id) WHERE state IN ('queued', 'trying');
CREATE INDEX notices_oldest ON notices (send_at) WHERE state IN ('queued', 'trying');
CREATE INDEX notices_of_chat ON notices (chat);
CREATE INDEX notices_of_request ON notices (request) WHERE request IS NOT NULL;
CREATE INDEX notices_of_complaint ON notices (complaint) WHERE complaint IS NOT NULL;
CREATE INDEX notices_done ON notices (done_at) WHERE done_at IS NOT NULL;

-- What is left of notices after their time: how many, of nobody.
CREATE TABLE notice_counts (
    day   TEXT   NOT NULL,
    kind  TEXT   NOT NULL,
    state TEXT   NOT NULL,
    total BIGINT NOT NULL,
    PRIMARY KEY (day, kind, state)
);

-- +goose Down
DROP TABLE notice_counts;
DROP TABLE notices;
