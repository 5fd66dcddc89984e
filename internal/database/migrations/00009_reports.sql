-- +goose Up

-- Counts from which figures over millions of rows are read. A row counts one
-- block of days: span is its length (1, 7, 28 or 364 days) and block its number,
-- so that any period is the sum of a few blocks. '*' as service or region is the
-- sum over all of them. They are written with what they count.

-- Complaints by the day on which they were recorded, and how they stand.
CREATE TABLE complaint_counts (
    span       BIGINT NOT NULL,
    block      BIGINT NOT NULL,
    service    TEXT   NOT NULL,
    region     TEXT   NOT NULL,
    kind       TEXT   NOT NULL,
    total      BIGINT NOT NULL,
    kazakh     BIGINT NOT NULL, -- of them in Kazakh
    recorded   BIGINT NOT NULL, -- of them in this state
    filed      BIGINT NOT NULL,
    answered   BIGINT NOT NULL,
    not_solved BIGINT NOT NULL,
    withdrawn  BIGINT NOT NULL,
    PRIMARY KEY (span, block, service, region, kind)
);
CREATE INDEX complaint_counts_of_region ON complaint_counts (region, span, block);

-- Requests by due date and what became of them. Those without a due date have
-- span 0.
CREATE TABLE request_counts (
    span    BIGINT NOT NULL,
    block   BIGINT NOT NULL,
    service TEXT   NOT NULL,
    region  TEXT   NOT NULL,
    outcome TEXT   NOT NULL,
    total   BIGINT NOT NULL,
    PRIMARY KEY (span, block, service, region, outcome)
);
CREATE INDEX request_counts_of_region ON request_counts (region, span, block);

-- How many calendar days requests took (measure real) and were allowed to take
-- (legal), by the day on which they were answered.
CREATE TABLE duration_counts (
    span    BIGINT NOT NULL,
    block   BIGINT NOT NULL,
    service TEXT   NOT NULL,
    measure TEXT   NOT NULL,
    days    BIGINT NOT NULL,
    total   BIGINT NOT NULL,
    PRIMARY KEY (span, block, service, measure, days)
);

-- The log of complaints is filtered by each of these and read from the newest.
CREATE INDEX complaints_of_service ON complaints (service, created_at, id);
CREATE INDEX complaints_of_region ON complaints (region, created_at, id);
CREATE INDEX complaints_of_kind ON complaints (kind, created_at, id);
CREATE INDEX complaints_of_state ON complaints (state, created_at, id);
CREATE INDEX complaints_by_lateness ON complaints (days_overdue, created_at, id);

-- What analysts write about a complaint, screened, and their labels.
CREATE TABLE complaint_notes (
    id         {{identity}},
    complaint  BIGINT NOT NULL,
    author     BIGINT NOT NULL, -- chat of the analyst
    text       TEXT   NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX complaint_notes_of ON complaint_notes (complaint, id);
CREATE INDEX complaint_notes_by ON complaint_notes (author);
CREATE TABLE complaint_labels (
    complaint BIGINT NOT NULL,
    label     TEXT   NOT NULL,
    PRIMARY KEY (complaint, label)
);
CREATE INDEX complaint_labels_with ON complaint_labels (label, complaint);

-- Who has the digest sent, and which runs were taken in hand.
CREATE TABLE digest_subscribers (
    chat          BIGINT PRIMARY KEY,
    subscribed_at BIGINT NOT NULL
);
CREATE TABLE digest_runs (
    due_at     BIGINT PRIMARY KEY, -- moment for which the run was planned
    owner      TEXT   NOT NULL,
    claimed_at BIGINT NOT NULL,
    done_at    BIGINT
);

-- What was published of each quarter, once and for all.
CREATE TABLE open_quarters (
    quarter      TEXT PRIMARY KEY, -- 2026-4
    data         TEXT   NOT NULL,  -- JSON
    published_at BIGINT NOT NULL
);

-- Questions that found no card: screened, of nobody, for ninety days.
CREATE TABLE unanswered_questions (
    update_id  BIGINT PRIMARY KEY,
    language   TEXT   NOT NULL,
    question   TEXT   NOT NULL,
    nearest    TEXT   NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX unanswered_questions_by_time ON unanswered_questions (created_at);

-- A base of made-up data says so.
CREATE TABLE demo_mark (
    only_one   BIGINT PRIMARY KEY CHECK (only_one = 1),
    complaints BIGINT NOT NULL,
    seed       BIGINT NOT NULL,
    made_at    BIGINT NOT NULL
);

-- +goose Down
DROP TABLE demo_mark;
DROP TABLE unanswered_questions;
DROP TABLE open_quarters;
DROP TABLE digest_runs;
DROP TABLE digest_subscribers;
DROP TABLE complaint_labels;
DROP TABLE complaint_notes;
DROP INDEX complaints_by_lateness;
DROP INDEX complaints_of_state;
DROP INDEX complaints_of_kind;
DROP INDEX complaints_of_region;
DROP INDEX complaints_of_service;
DROP TABLE duration_counts;
DROP TABLE request_counts;
DROP TABLE complaint_counts;
