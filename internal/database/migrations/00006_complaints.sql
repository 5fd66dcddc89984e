-- +goose Up

-- The last number given in each year (Almaty).
CREATE TABLE complaint_numbers (
    year BIGINT PRIMARY KEY,
    last BIGINT NOT NULL
);

-- Complaints: of a person while chat is there, an anonymous record after that.
-- No name, phone, address or document number; the text is screened.
CREATE TABLE complaints (
    id               {{identity}},
    update_id        BIGINT NOT NULL UNIQUE,
    year             BIGINT NOT NULL,
    number           BIGINT NOT NULL,
    chat             BIGINT,
    request          BIGINT,
    kind             TEXT   NOT NULL,
    service          TEXT   NOT NULL,
    agency           TEXT   NOT NULL,
    region           TEXT   NOT NULL,
    language         TEXT   NOT NULL,
    filed_on         TEXT,            -- of the request with the agency
    due_on           TEXT,
    days_overdue     BIGINT NOT NULL, -- when the complaint was made
    learned_on       TEXT,            -- from this day the time to complain runs
    text             TEXT   NOT NULL,
    state            TEXT   NOT NULL,
    step             BIGINT NOT NULL, -- the last one filed; 0: none
    calendar_version TEXT   NOT NULL,
    muted            BIGINT NOT NULL DEFAULT 0,
    reminded_on      TEXT   NOT NULL,
    remind_on        TEXT,
    created_at       BIGINT NOT NULL,
    updated_at       BIGINT NOT NULL,
    UNIQUE (year, number)
);
CREATE UNIQUE INDEX complaints_once ON complaints (request, kind)
    WHERE request IS NOT NULL AND state IN ('recorded', 'filed', 'not_solved');
CREATE INDEX complaints_of_chat ON complaints (chat) WHERE chat IS NOT NULL;
CREATE INDEX complaints_to_remind ON complaints (remind_on, id) WHERE remind_on IS NOT NULL;
CREATE INDEX complaints_by_time ON complaints (created_at, id);

-- What was filed of a complaint, step by step: 1 with the provider, 2 with the
-- Agency.
CREATE TABLE complaint_steps (
    complaint     BIGINT NOT NULL,
    step          BIGINT NOT NULL,
    filed_on      TEXT   NOT NULL,
    office_number TEXT   NOT NULL,
    extended      BIGINT NOT NULL,
    answer_due    TEXT   NOT NULL,
    answered_on   TEXT,
    PRIMARY KEY (complaint, step)
);

CREATE TABLE complaint_events (
    complaint  BIGINT NOT NULL,
    number     BIGINT NOT NULL,
    kind       TEXT   NOT NULL,
    was        TEXT   NOT NULL,
    now        TEXT   NOT NULL,
    actor      TEXT   NOT NULL,
    update_id  BIGINT,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (complaint, number),
    UNIQUE (complaint, update_id, kind)
);

-- +goose Down
DROP TABLE complaint_events;
DROP TABLE complaint_steps;
DROP TABLE complaints;
DROP TABLE complaint_numbers;
