-- +goose Up

-- "This is wrong" on a card. No chat: nobody is asked back. update_id makes a
-- repeated press the same row; the text is screened of personal numbers.
CREATE TABLE feedback (
    update_id  BIGINT PRIMARY KEY,
    service    TEXT   NOT NULL,
    language   TEXT   NOT NULL,
    text       TEXT   NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX feedback_by_time ON feedback (created_at);

-- Services that people miss in the register, as they asked, screened.
CREATE TABLE missing_services (
    update_id  BIGINT PRIMARY KEY,
    language   TEXT   NOT NULL,
    question   TEXT   NOT NULL,
    nearest    TEXT   NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX missing_services_by_time ON missing_services (created_at);

-- +goose Down
DROP TABLE missing_services;
DROP TABLE feedback;
