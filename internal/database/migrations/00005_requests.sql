-- +goose Up

-- What citizens filed elsewhere and track here. Days are ISO texts in Almaty.
-- Whether a request is due soon or overdue is told by the clock, not stored.
CREATE TABLE requests (
    id               {{identity}},
    update_id        BIGINT NOT NULL UNIQUE,
    chat             BIGINT NOT NULL,
    service          TEXT   NOT NULL,
    choice           TEXT   NOT NULL, -- JSON: dimension to value
    term             BIGINT NOT NULL, -- row of the service's terms, from 1; 0: none
    kind             TEXT   NOT NULL,
    term_status      TEXT   NOT NULL,
    number           TEXT   NOT NULL,
    region           TEXT   NOT NULL,
    filed            TEXT   NOT NULL, -- day, and the hour when given
    start_event      TEXT   NOT NULL, -- from what the term runs; empty: the filing
    start_on         TEXT,
    rule             TEXT   NOT NULL, -- empty: nothing to count
    extension        TEXT   NOT NULL,
    calendar_version TEXT   NOT NULL,
    due_on           TEXT,
    due_from         TEXT   NOT NULL, -- count, receipt, none
    receipt_on       TEXT,
    state            TEXT   NOT NULL,
    is_open          BIGINT NOT NULL,
    stopped_on       TEXT,
    stopped_days     BIGINT NOT NULL,
    ticks            TEXT   NOT NULL,
    muted            BIGINT NOT NULL,
    reminded_on      TEXT   NOT NULL, -- the person knows how things stood on this day
    remind_on        TEXT,
    created_at       BIGINT NOT NULL,
    updated_at       BIGINT NOT NULL,
    closed_at        BIGINT
);
CREATE INDEX requests_of_chat ON requests (chat);
CREATE INDEX requests_to_remind ON requests (remind_on, id) WHERE remind_on IS NOT NULL;
CREATE INDEX requests_to_recount ON requests (calendar_version, id) WHERE is_open = 1;
CREATE INDEX requests_closed ON requests (closed_at) WHERE closed_at IS NOT NULL;

-- The timeline of each request.
CREATE TABLE request_events (
    request    BIGINT NOT NULL,
    number     BIGINT NOT NULL,
    kind       TEXT   NOT NULL,
    was        TEXT   NOT NULL,
    now        TEXT   NOT NULL,
    actor      TEXT   NOT NULL, -- citizen, staff, system
    update_id  BIGINT,          -- the same effect of the same update happens once
    note       TEXT   NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (request, number),
    UNIQUE (request, update_id, kind)
);

-- Calendars by which requests were counted: the days that differ from the
-- five-day week, to tell later which of them changed.
CREATE TABLE calendars (
    version TEXT PRIMARY KEY,
    days    TEXT NOT NULL
);

-- +goose Down
DROP TABLE calendars;
DROP TABLE request_events;
DROP TABLE requests;
